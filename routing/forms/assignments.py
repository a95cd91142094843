"""What is asked of the units, and about them."""

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.files.fields import FilesField
from portal.ledger.forms import NoteForm, StepForm
from portal.pages.forms import DayField, area
from portal.pages.text import CleanLine, CleanText
from routing import deadlines
from routing.models import Kind, Reply
from routing.outcome import paragraph, passed
from routing.suggest import instead, named, suggest, units
from routing.workflow.assignments import owes_answer
from routing.workflow.closing import ends_directive


class LeadForm(forms.Form):
    """Which unit answers: one of those suggested, each with its reason under it, or any other."""

    lead = forms.ModelChoiceField(
        label=_("Lead unit"),
        queryset=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    other = forms.ModelChoiceField(label=_("Another unit"), queryset=None, required=False, empty_label="—")

    nobody = ""  # what it is called when no unit is named; empty where one must be

    def __init__(self, *args, suggestions=(), every=None, **kwargs):
        """`every` are the choices of all units, where several forms on a page share them."""
        super().__init__(*args, **kwargs)
        lead, other = self.fields["lead"], self.fields["other"]
        lead.queryset = other.queryset = units()
        other.widget.choices = [("", other.empty_label), *(every or unit_choices())]
        nobody = [("", self.nobody)] if self.nobody else []
        lead.widget.choices = [*nobody, *((one.unit.pk, with_reasons(one)) for one in suggestions)]
        if not lead.widget.choices:  # nothing to suggest: one list of all units
            lead.widget = forms.Select()
            lead.widget.choices = other.widget.choices
            del self.fields["other"]

    def clean(self):
        """The verb takes a list: a matter can also be split between several leads."""
        data = super().clean()
        lead, other = data.get("lead"), data.pop("other", None)
        if lead and other and lead != other:
            self.add_error("other", _("Choose one unit: a suggested one or another."))
        elif not (lead or other or self.nobody) and not {"lead", "other"} & self.errors.keys():
            self.add_error("lead", _("Name the unit that answers."))
        chosen = [lead or other] if lead or other else None
        require_readers(self, {"lead" if lead else "other": chosen or ()})
        data["lead"] = chosen
        return data


def unit_choices():
    return [(unit.pk, named(unit)) for unit in units()]


def with_reasons(suggestion):
    """The unit, and under it why it is suggested."""
    why = format_html_join("", '<span class="why">{}</span>', ((reason,) for reason in suggestion.reasons))
    return format_html("{}{}", named(suggestion.unit), why)


def require_readers(form, chosen):
    """`chosen` is {field: units}: what nobody can read is given to nobody."""
    for field, those in chosen.items():
        for unit in those:
            if not unit.reads:
                words = _(
                    "Nobody can sign in for %(unit)s and read it. Name another unit, or have an account made."
                )
                form.add_error(field, words % {"unit": unit})


class UnitsForm(forms.Form):
    """One unit that answers alone or with co-units, or several that each answer for their part."""

    lead = forms.ModelMultipleChoiceField(
        label=_("Lead unit"), queryset=None, required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )  # fmt: skip
    other = forms.ModelMultipleChoiceField(
        label=_("Another unit"), queryset=None, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    co = forms.ModelMultipleChoiceField(
        label=_("Co-units"), queryset=None, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    request = CleanText(label=_("What is asked"), max_length=1000, required=False, widget=area(3, 1000))

    before, scripts = "routing/kinds.html", ["js/kinds.js"]
    kinds = Kind  # the page says what follows from each
    nobody = ""  # what it is called when no unit is named; empty where one must be

    def __init__(self, *args, suggestions=(), **kwargs):
        super().__init__(*args, **kwargs)
        every = unit_choices()
        for name in ("lead", "other", "co"):
            self.fields[name].queryset = units()
            self.fields[name].widget.choices = every
        lead = self.fields["lead"]
        lead.help_text = self.nobody
        if suggestions:
            lead.widget.choices = [(one.unit.pk, with_reasons(one)) for one in suggestions]
        else:  # one list of all units
            self.fields["other"].widget = forms.MultipleHiddenInput()

    def clean(self):
        data = super().clean()
        suggested, others = data.get("lead") or (), data.pop("other", None) or ()
        leads = [*suggested, *others]
        data["lead"] = list(dict.fromkeys(leads)) or None
        if not (leads or self.nobody or {"lead", "other"} & self.errors.keys()):
            self.add_error("lead", _("Name the unit that answers."))
        require_readers(self, {"lead": suggested, "other": others, "co": data.get("co") or ()})
        if "co" in data:
            data["co"] = [unit for unit in data["co"] if unit not in leads]
            if data["co"] and len(leads) > 1:
                self.add_error("co", _("Only one lead unit has co-units."))
            elif data["co"] and not leads:
                self.add_error("co", _("Name the lead unit that they help."))
        return data


class TransferForm(StepForm, UnitsForm):
    """To which units a report goes without a directive."""

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, subject=subject, suggestions=suggest([subject])[subject.pk], **kwargs)


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
        label=_("Which part, and why not the rest"), max_length=1000, required=False, widget=area(3, 1000),
        help_text=_("Needed unless all of it was taken up."),
    )  # fmt: skip
    grade = forms.ChoiceField(
        label=_("Degree of solution"), choices=Reply.Grade.choices, widget=forms.RadioSelect
    )
    promised_for = DayField(
        label=_("Planned for"),
        required=False,
        help_text=_("Needed for B: the day by which it will be done."),
    )
    talked = forms.ChoiceField(
        label=_("Talk with the author"), choices=Reply.Talk.choices, widget=forms.RadioSelect
    )
    talked_on = DayField(label=_("Talked on"), required=False)
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
