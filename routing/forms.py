"""What is asked on the way of a signed report."""

import uuid

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.forms import day_input
from portal.models import Organisation, Role, User
from portal.text import CleanLine, CleanText
from reports.files import FilesField
from reports.forms import NoteForm, ReasonedForm, area
from routing.deadlines import MOST_TIME
from routing.models import Assignment, Reply

SUGGESTED = 4  # units named first


def units():
    return Organisation.objects.filter(kind=Organisation.Kind.HANDLING_UNIT)


class UnitsForm(forms.Form):
    """One unit that answers, and units that help it."""

    lead = forms.ModelChoiceField(label=_("Lead unit"), queryset=None, empty_label="—")
    co = forms.ModelMultipleChoiceField(
        label=_("Co-units"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    request = CleanText(label=_("What is asked"), max_length=1000, required=False, widget=area(3, 1000))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = self.fields["co"].queryset = units()

    def clean_lead(self):
        """The verb takes a list: a matter can also be split between several leads."""
        return [self.cleaned_data["lead"]]


class DirectiveForm(forms.Form):
    """One line from the leader; the unit may be left to the office."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = CleanText(
        label=_("Directive"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    lead = forms.ModelChoiceField(
        label=_("To which unit"), queryset=None, required=False, empty_label=_("The office shall name it")
    )

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        lead = self.fields["lead"]
        lead.queryset = units()
        lead.widget.choices = [("", lead.empty_label), *choices]

    def clean_lead(self):
        return [self.cleaned_data["lead"]] if self.cleaned_data["lead"] else None


def unit_choices(categories):
    """{category: choices}: first the units that had most of such matters, then all. Two queries."""
    every = [(unit.pk, unit.name) for unit in units()]
    names = dict(every)
    had = Assignment.objects.filter(report__category__in=categories).values("report__category", "unit")
    had = had.annotate(times=Count("pk")).order_by("-times", "unit")
    choices = {}
    for category in categories:
        known = [row["unit"] for row in had if row["report__category"] == category and row["unit"] in names]
        usual = [(unit, names[unit]) for unit in known[:SUGGESTED]]
        choices[category] = [(_("Suggested"), usual), (_("All units"), every)] if usual else every
    return choices


class AssignmentFilter(forms.Form):
    """Filters that live in the address."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units()


class IssueForm(forms.Form):
    """Note and readers of an issue; the order of the pieces stands beside each piece."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    note = CleanText(label=_("Editor's note"), max_length=500, required=False, widget=area(3, 500))
    readers = forms.ModelMultipleChoiceField(
        label=_("Readers"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, pieces, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = leaders()
        self.pieces = pieces
        for piece in pieces:
            self.fields[f"place_{piece.pk}"] = forms.IntegerField(
                label=_("Place of “%(title)s”") % {"title": piece.title},
                min_value=1, max_value=99, initial=piece.position,
            )  # fmt: skip

    def order(self):
        """The pieces' ids in the order asked for; equal places keep the order they had."""
        return [p.pk for p in sorted(self.pieces, key=lambda p: self.cleaned_data[f"place_{p.pk}"])]


def leaders():
    return User.objects.filter(hats__role=Role.LEADER, is_active=True).distinct().order_by("id")


class IssueSignForm(NoteForm):
    """The signature names exactly what was read."""

    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TimeForm(forms.Form):
    """Asking for more time, once."""

    days = forms.IntegerField(
        label=_("Working days more"), min_value=1, max_value=MOST_TIME, initial=5,
        help_text=_("At most %(days)s working days.") % {"days": MOST_TIME},
    )  # fmt: skip
    note = CleanText(label=_("Why"), max_length=500, widget=area(3, 500))


class ReplyForm(forms.Form):
    """The unit's answer."""

    text = CleanText(
        label=_("Measures and results"), max_length=5000, widget=area(8, 5000),
        help_text=_("What was done, what came of it, which advice was taken up and why the rest was not."),
    )  # fmt: skip
    grade = forms.ChoiceField(
        label=_("Degree of solution"), choices=Reply.Grade.choices, widget=forms.RadioSelect
    )
    promised_for = forms.DateField(
        label=_("Planned for"),
        required=False,
        widget=day_input(),
        help_text=_("Needed for B: the day by which it will be done."),
    )
    approved_by = CleanLine(label=_("Approved by (unit leader)"), max_length=50)
    files = FilesField(label=_("Files"), required=False)

    def __init__(self, *args, today=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        """A plan has a day to come; no other grade has one."""
        data = super().clean()
        if data.get("grade") != Reply.Grade.PLANNED:
            data["promised_for"] = None
        elif "promised_for" not in self.errors and not data.get("promised_for"):
            self.add_error("promised_for", _("Say by which day it will be done."))
        elif data.get("promised_for") and data["promised_for"] < self.today:
            self.add_error("promised_for", _("This day has passed."))
        return data


STEP_FORMS = {
    "sign_issue": IssueSignForm,
    "send_issue_back": ReasonedForm,
    "publish_issue": forms.Form,
    "name_units": UnitsForm,
    "transfer": UnitsForm,
    "sign_for": forms.Form,
    "request_time": TimeForm,
    "refuse_time": ReasonedForm,
    "reply": ReplyForm,
    "send_reply_back": ReasonedForm,
}
