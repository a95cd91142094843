"""What is asked about a directive: of the leader one line, of the clerk what stands on the paper."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.files.fields import FilesField
from portal.ledger.forms import NoteForm, StepForm
from portal.pages.forms import DayField, area
from portal.pages.text import CleanLine, CleanText
from routing.forms.recipients import leaders
from routing.forms.units import TASK, LeadForm, UnitsForm
from routing.models import Directive, Issue
from routing.suggest import for_all, suggest


class DirectiveForm(LeadForm):
    """One line from the leader; the unit may be left to the office."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = CleanText(
        label=_("Directive"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    nobody = _("The office shall name it")
    field_order = ["key", "text", "lead", "other"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].label = _("To which unit")


class PiecesForm(UnitsForm):
    """Of a directive on an issue as a whole also which pieces are handed on: all, if none is unticked."""

    pieces = forms.ModelMultipleChoiceField(
        label=_("Pieces handed on"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, issue=None, **kwargs):
        super().__init__(*args, **kwargs)
        if issue:
            self.fields["pieces"].queryset = issue.pieces.all()
            self.fields["pieces"].initial = [piece.pk for piece in issue.pieces.all()]
        else:
            del self.fields["pieces"]


class NameUnitsForm(StepForm, PiecesForm):
    """To which units a directive goes that was written without one."""

    def __init__(self, *args, subject, **kwargs):
        reports = subject.reports()
        given = {"issue": subject.issue, "suggestions": for_all(suggest(reports)), "reports": reports}
        super().__init__(*args, subject=subject, **given, **kwargs)
        self.own = subject.leader_id == self.by.pk
        if self.own:  # whose day it is goes without saying, and the files are the office's to give out
            for name in {"by_leader", "enclosed"} & self.fields.keys():
                del self.fields[name]

    def clean(self):
        """The leader's own day needs no reason."""
        if self.own:
            self.cleaned_data["by_leader"] = bool(self.cleaned_data.get("due_on"))
        return super().clean()


class RegisterForm(PiecesForm):
    """What stands on the paper, and to whom it goes on."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    leader = forms.ModelChoiceField(
        label=_("Leader"), queryset=None, required=False, empty_label=_("Somebody who is not in the portal")
    )
    leader_name = CleanLine(
        label=_("Name of the leader"), max_length=50, required=False,
        help_text=_("Only of somebody who is not in the portal."),
    )  # fmt: skip
    rank = forms.ChoiceField(label=_("Rank"), choices=Directive.Rank)
    written_on = DayField(label=_("Written on"), help_text=_("The day that stands under the words."))
    text = CleanText(label=_("Wording"), max_length=500, widget=area(3, 500))
    files = FilesField(label=_("Scan"), required=False)

    nobody = _("Name it later today")
    field_order = [
        "key", "leader", "leader_name", "rank", "written_on", "text", "files", "lead", "other", "co",
        "request", *TASK, "pieces",
    ]  # fmt: skip

    def __init__(self, *args, subject, today, rank, **kwargs):
        self.today = today
        issue = subject if isinstance(subject, Issue) else None
        super().__init__(*args, issue=issue, **kwargs)
        self.fields["leader"].queryset = leaders()
        self.fields["rank"].initial, self.fields["written_on"].initial = rank, today

    def clean(self):
        data = super().clean()
        if data.get("leader") and data.get("leader_name"):
            self.add_error("leader_name", _("Choose a leader or write a name, not both."))
        elif not (data.get("leader") or data.get("leader_name") or "leader" in self.errors):
            self.add_error("leader_name", _("Say whose directive it is."))
        return data


class ReportBackForm(NoteForm):
    """How and when a leader without an account was told what came of it."""

    way = forms.ChoiceField(label=_("How"), choices=Directive.Way, widget=forms.RadioSelect)
    on = DayField(label=_("When"))

    field_order = ["way", "on", "note"]


class OutcomeForm(StepForm):
    """What the leader reads, as the clerk has it."""

    outcome = CleanText(label=_("What the leader is told"), max_length=2000, widget=area(8, 2000))

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, subject=subject, initial={"outcome": subject.outcome}, **kwargs)
