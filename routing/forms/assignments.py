"""What is asked of the units: to wait, more time, to return it, the answer; of the office, about a reply."""

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.files.fields import FilesField
from portal.ledger.forms import NoteForm, StepForm
from portal.pages.forms import DayField, area
from portal.pages.text import CleanLine, CleanText
from routing import deadlines
from routing.models import Reply
from routing.outcome import paragraph, passed
from routing.suggest import units
from routing.workflow.assignments import owes_answer
from routing.workflow.closing import ends_directive


class WaitForm(StepForm):
    """For whom a unit waits."""

    waiting_for = CleanLine(
        label=_("For whom or what"), max_length=200,
        help_text=_("For instance a joint visit with the author, or a decision from above. The date stays."),
    )  # fmt: skip


class ReturnForm(StepForm):
    """Why it is not the unit's, and if it is known, whose."""

    note = CleanText(label=_("Why it is not ours"), max_length=500, widget=area(3, 500))
    better_unit = forms.ModelChoiceField(
        label=_("Whose it is"), queryset=None, required=False, empty_label=_("Not known")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["better_unit"].queryset = units()


class UnitOpinionForm(StepForm):
    """What a co-unit says to the lead unit."""

    text = CleanText(label=_("Opinion"), max_length=5000, widget=area(6, 5000))
    files = FilesField(label=_("Files"), required=False)


class PassForm(NoteForm):
    """Passing a reply; with the last one of a directive, what the leader is told."""

    outcome = CleanText(
        label=_("What the leader is told"), max_length=2000, required=False, widget=area(7, 2000),
        help_text=_("Put together from the replies; amend it where it does not say what came of it."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if ends_directive(self.subject):
            self.fields["outcome"].initial = self.told()
        else:
            del self.fields["outcome"]

    def told(self):
        """From the replies that have passed, and the one that is about to, where the unit has replied."""
        directive = self.subject.directive
        replies = filter(None, [*passed(directive), self.subject.replies.last()])
        return paragraph(directive, list(replies), self.at)


class AssignmentFilter(forms.Form):
    """Filters that live in the address."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units()


class TimeForm(StepForm):
    """Asking for more time, once."""

    field_order = ["days", "note"]
    note = CleanText(label=_("Why"), max_length=500, widget=area(3, 500))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        most = deadlines.most_time(self.subject, self.at, self.calendar)  # that the office grants at present
        duty = owes_answer(self.subject)
        until = duty and deadlines.extended(duty, most, self.calendar).at
        self.fields["days"] = forms.IntegerField(
            label=_("Working days more"), min_value=1, max_value=most, initial=min(5, most),
            help_text=until and _("At most %(days)s working days, that is until %(date)s.")
            % {"days": most, "date": date_format(localtime(until), "DATE_FORMAT")},
        )  # fmt: skip
        self.order_fields(self.field_order)


TALKED = [talk for talk in Reply.Talk if talk != Reply.Talk.NOT_YET]


class ReplyForm(StepForm):
    """The unit's answer."""

    text = CleanText(
        label=_("Measures and results"), max_length=5000, widget=area(8, 5000),
        help_text=_("What was done, and what came of it."),
    )  # fmt: skip
    advice = forms.ChoiceField(
        label=_("The report's advice"), choices=Reply.Advice.choices, widget=forms.RadioSelect
    )
    advice_why = CleanText(
        label=_("Which part, and why not the rest"), max_length=1000, required=False,
        widget=area(3, 1000, shown_with="advice=partly no"),
        help_text=_("Needed unless all of it was taken up."),
    )  # fmt: skip
    grade = forms.ChoiceField(
        label=_("Degree of solution"), choices=Reply.Grade.choices, widget=forms.RadioSelect
    )
    promised_for = DayField(
        label=_("Planned for"),
        required=False,
        shown_with="grade=planned",
        help_text=_("Needed for B: the day by which it will be done."),
    )
    talked = forms.ChoiceField(label=_("Talk with the author"), choices=[("", "—"), *Reply.Talk.choices])
    talked_on = DayField(label=_("Talked on"), required=False, shown_with=f"talked={' '.join(TALKED)}")
    approved_by = CleanLine(label=_("Approved by (unit leader)"), max_length=50)
    files = FilesField(label=_("Files"), required=False)

    GIVEN = ("text", "grade", "promised_for", "advice", "advice_why", "talked", "talked_on", "approved_by")

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, subject=subject, initial=self.sent_back(subject), **kwargs)

    def sent_back(self, assignment):
        """The last reply, which one goes on from unless it has passed."""
        last = assignment.replies.values(*self.GIVEN, "passed_at").last()
        return last if last and not last.pop("passed_at") else None

    def clean(self):
        data = super().clean()
        self._clean_plan(data)
        self._clean_talk(data)
        said = data.get("advice_why") or "advice_why" in self.errors
        if data.get("advice") in (Reply.Advice.PARTLY, Reply.Advice.NO) and not said:
            self.add_error("advice_why", _("Say what was not taken up, and why."))
        return data

    def _clean_plan(self, data):
        """A plan has a day to come; no other grade has one."""
        if data.get("grade") != Reply.Grade.PLANNED:
            data["promised_for"] = None
        elif "promised_for" not in self.errors and not data.get("promised_for"):
            self.add_error("promised_for", _("Say by which day it will be done."))
        elif data.get("promised_for") and data["promised_for"] < self.today:
            self.add_error("promised_for", _("This day has passed."))

    def _clean_talk(self, data):
        """A talk has a day, not one to come."""
        if data.get("talked") in (None, "", Reply.Talk.NOT_YET):
            data["talked_on"] = None
        elif "talked_on" not in self.errors and not data.get("talked_on"):
            self.add_error("talked_on", _("Say on which day."))
        elif data.get("talked_on") and data["talked_on"] > self.today:
            self.add_error("talked_on", _("This day is yet to come."))
