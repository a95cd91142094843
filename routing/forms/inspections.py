"""What is asked about an inspection and its items."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.files.fields import FilesField
from portal.ledger.forms import ReasonedForm, StepForm
from portal.pages.forms import DayField, area
from portal.pages.text import CleanLine, CleanText
from portal.people.forms import office_people
from portal.people.models import ADMINISTRATORS
from reports.forms.lists import ALL
from routing.models import Assignment
from routing.states import UNDER_WAY, AssignmentState, FindingState, InspectionState
from routing.suggest import units

OFFERED = 60  # assignments to choose from


class OnSiteForm(forms.Form):
    """When, where, who, and what is looked at: assignments of one unit or report, or those under way."""

    held_on = DayField(label=_("Held on"))
    place = CleanLine(label=_("Place"), max_length=100)
    partner = CleanLine(label=_("Together with"), max_length=100, required=False)
    people = forms.ModelMultipleChoiceField(
        label=_("Who goes, of the office"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    others = CleanLine(
        label=_("Others who go"), max_length=200, required=False, help_text=_("Names, with their office.")
    )
    assignments = forms.ModelMultipleChoiceField(
        label=_("What is looked at"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, narrowed=None, **kwargs):
        """`narrowed` are the conditions of what is offered; what is ticked already always is."""
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = (
            office_people().exclude(hats__role__in=ADMINISTRATORS).order_by("name", "pk")
        )
        every = Assignment.objects.exclude(status=AssignmentState.RELEASED)
        field = self.fields["assignments"]
        field.queryset = every
        offered = every.filter(**(narrowed or {"status__in": UNDER_WAY})).order_by("-assigned_at", "-pk")
        ticked = [pk for pk in self["assignments"].value() or () if str(pk).isdigit()]
        rows = {a.pk: a for a in every.filter(pk__in=ticked).select_related("unit", "report")}
        rows |= {a.pk: a for a in offered.select_related("unit", "report")[:OFFERED]}
        field.widget.choices = [(pk, f"{a.unit} · {a.report.title}（{a.number}）") for pk, a in rows.items()]


class PlanForm(OnSiteForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ArrangeForm(StepForm, OnSiteForm):
    """The plan as it stands, to be changed."""

    AS_PLANNED = ("held_on", "place", "partner", "others")

    def __init__(self, *args, subject, **kwargs):
        there = subject.findings.exclude(status=FindingState.DROPPED).values_list("assignment", flat=True)
        initial = {name: getattr(subject, name) for name in self.AS_PLANNED}
        initial |= {"people": list(subject.people.values_list("pk", flat=True)), "assignments": list(there)}
        super().__init__(*args, subject=subject, initial=initial, **kwargs)


class HoldForm(StepForm):
    """What was seen, on the day it was planned for or on another one."""

    held_on = DayField(label=_("On which day"))
    account = CleanText(label=_("What was seen"), max_length=2000, widget=area(6, 2000))

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, subject=subject, initial={"held_on": subject.held_on}, **kwargs)


class MendForm(StepForm):
    """By a day that is still to come."""

    def clean_mend_by(self):
        if self.cleaned_data["mend_by"] < self.today:
            raise forms.ValidationError(_("This day has passed."))
        return self.cleaned_data["mend_by"]


class FindingForm(MendForm):
    text = CleanText(label=_("What was found"), max_length=1000, widget=area(4, 1000))
    to_mend = CleanText(label=_("What is to be mended"), max_length=1000, widget=area(4, 1000))
    mend_by = DayField(label=_("By which day"))


class NotMendedForm(MendForm, ReasonedForm):
    """Why it is not, and another day."""

    mend_by = DayField(label=_("By which day"))


class NothingForm(StepForm):
    text = CleanText(label=_("What was found"), max_length=1000, widget=area(4, 1000))


class MendedForm(StepForm):
    answer = CleanText(label=_("What was done about it"), max_length=2000, widget=area(6, 2000))
    files = FilesField(label=_("Files"), required=False)


class ResultForm(StepForm):
    result = CleanText(label=_("Result"), max_length=500, widget=area(3, 500))


class InspectionFilter(forms.Form):
    """Filters that live in the address."""

    status = forms.ChoiceField(label=_("Stage"), required=False, choices=[ALL, *InspectionState.choices])
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units()
