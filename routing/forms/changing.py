"""What the office is asked where it changes something while a unit has a matter."""

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.files.models import Attachment
from portal.ledger.forms import NoteForm, StepForm
from portal.pages.forms import area
from portal.pages.text import CleanLine, CleanText
from routing.forms.task import DueForm, EnclosedForm, FilesOfReports
from routing.forms.units import LeadForm, require_readers, unit_choices
from routing.models import Assignment
from routing.suggest import instead, units
from routing.workflow.assignments import owes_answer, whose_day
from routing.workflow.enclosing import originals

AGREED = _("Who in the leader's office agreed")


class TakeOnForm(StepForm, LeadForm):
    """Which unit takes on what another one returns."""

    note = CleanText(label=_("Remark"), max_length=500, required=False, widget=area(3, 500))

    def __init__(self, *args, subject, **kwargs):
        self.nobody = "" if subject.leads else _("Nobody: the part is given up")
        super().__init__(*args, subject=subject, suggestions=instead(subject), **kwargs)
        self.fields["lead"].label = _("Who takes it on")

    def clean(self):
        data = super().clean()
        data["unit"] = next(iter(data.pop("lead") or ()), None)
        return data


class RecallForm(TakeOnForm):
    """The same for what a unit got by mistake: it reads why."""

    note = CleanText(
        label=_("Reason"), max_length=500, widget=area(3, 500),
        help_text=_("The unit that had it reads this."),
    )  # fmt: skip


class AddCoUnitForm(StepForm):
    """Which units help from now on, and with what."""

    units = forms.ModelMultipleChoiceField(
        label=_("Co-units"), queryset=None, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name the unit that helps.")},
    )  # fmt: skip
    request = CleanText(label=_("What is asked"), max_length=1000, required=False, widget=area(3, 1000))
    note = CleanText(
        label=_("Reason"), max_length=500, widget=area(3, 500), help_text=_("The lead unit reads this.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        there = {part.unit_id for part in Assignment.objects.group_of(self.subject).in_force()}
        self.fields["units"].queryset = units().exclude(pk__in=there)
        self.fields["units"].widget.choices = [each for each in unit_choices() if each[0] not in there]
        self.initial.setdefault("request", self.subject.request)

    def clean(self):
        data = super().clean()
        require_readers(self, {"units": data.get("units") or ()})
        return data


class ChangeTaskForm(StepForm, EnclosedForm, DueForm):
    """What is asked, how urgent it is, by which day, with which files: it begins with what stands."""

    request = CleanText(label=_("What is asked"), max_length=2000, required=False, widget=area(3, 2000))
    agreed = CleanLine(label=AGREED, max_length=50, required=False)
    note = CleanText(
        label=_("Reason"), max_length=500, widget=area(3, 500), help_text=_("The unit reads this.")
    )

    field_order = ["request", "urgency", "due_on", "by_leader", "agreed", "enclosed", "note"]

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, subject=subject, **kwargs)
        duty = owes_answer(subject)
        self.initial |= {"request": subject.request, "urgency": subject.urgency}
        self.initial["enclosed"] = [file.pk for file in originals(subject)]
        self.offer(subject.report.sources)
        due = self.fields["due_on"]
        if duty:
            due.help_text = _("Due at present on %(day)s. Leave it empty to keep that.") % {
                "day": date_format(localtime(duty.due_at), "DATE_FORMAT")
            }
        if not subject.directive_id:
            del self.fields["by_leader"]
        if whose_day(duty):
            self.fields["agreed"].help_text = put_off(duty)
        else:
            del self.fields["agreed"]


class GrantTimeForm(NoteForm):
    """More time is granted with a remark, if one likes; past a leader's day with that leader's office."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        duty = owes_answer(self.subject)
        if whose_day(duty):
            self.fields["agreed"] = CleanLine(label=AGREED, max_length=50, help_text=put_off(duty))
            self.order_fields(["agreed", "note"])


def put_off(duty):
    """Why somebody's word is asked for."""
    words = _("%(leader)s has set %(day)s: a later day needs the word of the leader's office.")
    return words % {
        "leader": whose_day(duty),
        "day": date_format(localtime(duty.first_due_at), "DATE_FORMAT"),
    }


class MarkFilesForm(StepForm):
    """Which files of a report name private people."""

    marked = FilesOfReports(label=_("These name private people"), queryset=None, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        files = Attachment.objects.about(self.subject)
        self.fields["marked"].queryset = files
        self.initial.setdefault("marked", [file.pk for file in files if file.names_people])
