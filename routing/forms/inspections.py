"""What is asked about an inspection and its items, and about visits and meetings."""

import uuid
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from portal.forms import day_input, office_people
from portal.models import ADMINISTRATORS, Organisation
from portal.text import CleanLine, CleanText
from reports.files import FilesField
from reports.forms import ReasonedForm, area
from reports.forms.lists import ALL
from routing.models import Assignment, Visit
from routing.states import UNDER_WAY, AssignmentState, InspectionState
from routing.suggest import units

OFFERED = 60  # assignments to choose from
BETWEEN = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2099, 12, 31))]


def a_day(label, **more):
    return forms.DateField(label=label, widget=day_input(), validators=BETWEEN, **more)


class ArrangeForm(forms.Form):
    """When, where, who, and what is looked at: assignments of one unit or report, or those under way."""

    held_on = a_day(_("Held on"))
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


class PlanForm(ArrangeForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class HoldForm(forms.Form):
    held_on = a_day(_("On which day"))
    account = CleanText(label=_("What was seen"), max_length=2000, widget=area(6, 2000))


class MendForm(forms.Form):
    """By a day that is still to come."""

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_mend_by(self):
        if self.cleaned_data["mend_by"] < self.today:
            raise forms.ValidationError(_("This day has passed."))
        return self.cleaned_data["mend_by"]


class FindingForm(MendForm):
    text = CleanText(label=_("What was found"), max_length=1000, widget=area(4, 1000))
    to_mend = CleanText(label=_("What is to be mended"), max_length=1000, widget=area(4, 1000))
    mend_by = a_day(_("By which day"))


class NothingForm(forms.Form):
    text = CleanText(label=_("What was found"), max_length=1000, widget=area(4, 1000))


class MendedForm(forms.Form):
    answer = CleanText(label=_("What was done about it"), max_length=2000, widget=area(6, 2000))
    files = FilesField(label=_("Files"), required=False)


class ResultForm(forms.Form):
    result = CleanText(label=_("Result"), max_length=500, widget=area(3, 500))


class NotMendedForm(MendForm):
    note = CleanText(label=_("Reason"), max_length=500, widget=area(3, 500))
    mend_by = a_day(_("By which day"))


INSPECTION_FORMS = {
    "arrange_inspection": ArrangeForm, "hold_inspection": HoldForm, "cancel_inspection": ReasonedForm,
    "record_finding": FindingForm, "find_nothing": NothingForm, "mend_finding": MendedForm,
    "pass_mended": ResultForm, "send_mended_back": NotMendedForm,
}  # fmt: skip


class InspectionFilter(forms.Form):
    """Filters that live in the address."""

    status = forms.ChoiceField(label=_("Stage"), required=False, choices=[ALL, *InspectionState.choices])
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units()


class VisitForm(forms.Form):
    """One visit or meeting."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(label=_("Kind"), choices=Visit.Kind.choices, widget=forms.RadioSelect)
    held_on = a_day(_("Held on"))
    place = CleanLine(label=_("Place"), max_length=100, required=False)
    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations"), queryset=Organisation.objects.order_by("kind", "id"),
        widget=forms.SelectMultiple(attrs={"size": 8}), help_text=_("Several with Ctrl or Cmd."),
    )  # fmt: skip
    people = CleanLine(label=_("Who took part"), max_length=300)
    topic = CleanLine(label=_("Topic"), max_length=60)
    notes = CleanText(label=_("Notes"), max_length=3000, required=False, widget=area(5, 3000))
    agreed = CleanText(label=_("What was agreed"), max_length=2000, required=False, widget=area(4, 2000))


class EditVisitForm(VisitForm):
    key = None
    version = forms.IntegerField(widget=forms.HiddenInput)


class VisitFilter(forms.Form):
    """Filters that live in the address."""

    q = CleanLine(label=_("Words"), max_length=50, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *Visit.Kind.choices])
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), required=False, empty_label=_("All"),
        queryset=Organisation.objects.filter(visits__isnull=False).distinct(),
    )  # fmt: skip
    since = a_day(_("From"), required=False)
    until = a_day(_("To"), required=False)

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("This day is before the first one."))
        return data
