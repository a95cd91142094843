"""What is asked when reports are filed upward, when the receipt comes and when something is heard of them."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.files.fields import FilesField
from portal.ledger.forms import StepForm
from portal.pages.forms import DayField, YearField, area
from portal.pages.sought import Sought
from portal.pages.text import CleanLine, CleanText
from reports.forms.lists import day
from routing.models import AdoptionEvent, Body, Filing, Issue
from routing.states import FilingState, Level

ALL = ("", _("All"))
LAST_YEAR = 2099
SEARCH = {"type": "search", "class": "form-control", "placeholder": _("Title, number or text")}


def above(own):
    """The levels one can file to: those above our own, and the parties' lines."""
    return Level.choices[Level.values.index(own) + 1 :]


def past_day(label, **given):
    return DayField(label=label, **given)


class ToForm(forms.Form):
    """Where a filing goes, and the words that go with it."""

    body = CleanLine(
        label=_("To which committee"), max_length=60, widget=forms.TextInput(attrs={"list": "bodies"}),
        help_text=_("In full, as it stands on the cover list."),
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Level"))
    note = CleanText(label=_("Covering note"), max_length=500, required=False, widget=area(3, 500))

    def __init__(self, *args, own, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = above(own)
        self.bodies = list(Body.objects.all())  # known ones, offered while typing


class BeginFilingForm(ToForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class FilingForm(ToForm):
    """The same while it is being prepared; with it goes what the page was."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    q = Sought(label=_("Title, number or text"), widget=forms.TextInput(attrs=SEARCH))


class ReceiptForm(StepForm):
    """What the higher committee has confirmed."""

    received_on = past_day(_("Date of the receipt"))
    receipt_number = CleanLine(label=_("Number of the receipt"), max_length=50, required=False)
    received_by = CleanLine(label=_("Received by"), max_length=50, required=False)
    files = FilesField(label=_("Scan"), required=False)

    def __init__(self, *args, at, **kwargs):
        super().__init__(*args, at=at, initial={"received_on": local_day(at)}, **kwargs)


class EventForm(forms.Form):
    """One piece of news, as the notice from above has it."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    level = forms.ChoiceField(label=_("Level"), choices=[("", "—"), *Level.choices])
    kind = forms.ChoiceField(label=_("What happened"), choices=[("", "—"), *AdoptionEvent.Kind.choices])
    happened_on = past_day(_("On which day"), help_text=_("The day it happened, however late we hear of it."))
    source = CleanLine(
        label=_("Source or issue number"), max_length=100, required=False,
        help_text=_("Seen by the authors, except with a directive."),
    )  # fmt: skip
    note = CleanText(
        label=_("Note for the office"), max_length=500, required=False, widget=area(2, 500),
        help_text=_("Stays in the office, as do the files."),
    )  # fmt: skip
    files = FilesField(label=_("Proof of it"), required=False)


class EventsForm(EventForm):
    """The same for several reports of one filing."""

    reports = forms.ModelMultipleChoiceField(
        label=_("Which reports"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["key", "reports"]

    def __init__(self, *args, reports, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reports"].queryset = reports
        self.fields["reports"].label_from_instance = lambda report: f"{report.number} {report.heading}"


class YearForm(forms.Form):
    """A year from that in which the first thing was filed, heard or published until this one, or all."""

    year = YearField()

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].offer(range(min(_first_year(), today.year), today.year + 1))


def _first_year():
    """In one statement."""
    told, there = AdoptionEvent.objects.order_by("happened_on"), {"year__isnull": False}
    rows = told.values_list("happened_on__year")[:1].union(
        Filing.objects.filter(**there).order_by("year").values_list("year")[:1],
        Issue.objects.order_by("year").values_list("year")[:1],
    )
    return min((int(year) for (year,) in rows), default=LAST_YEAR)


class FilingFilter(YearForm):
    """Filters of the filings; they live in the address."""

    body = forms.ModelChoiceField(
        label=_("To which committee"), queryset=Body.objects.all(), required=False, empty_label=_("All")
    )
    status = forms.ChoiceField(label=_("Stage"), required=False, choices=[ALL, *FilingState.choices])
    field_order = ["body", "status"]


class DaysForm(YearForm):
    """A year, or days from and until."""

    since, until = day(_("From")), day(_("To"))


class FiledFilter(DaysForm):
    """Filters of what was filed, report by report."""

    FOUND = [
        ALL, ("received", _("Receipt recorded")), ("adopted", _("Adopted")), ("alone", _("Adopted alone")),
        ("combined", _("Adopted with others")), ("waiting", _("Nothing heard yet")),
    ]  # fmt: skip
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[ALL, *Level.choices])
    body = forms.ModelChoiceField(
        label=_("To which committee"), queryset=Body.objects.all(), required=False, empty_label=_("All")
    )
    found = forms.ChoiceField(label=_("What came of it"), required=False, choices=FOUND)
    field_order = ["level", "body", "found"]


class EventFilter(DaysForm):
    """Filters of what was heard."""

    level = forms.ChoiceField(label=_("Level"), required=False, choices=[ALL, *Level.choices])
    kind = forms.ChoiceField(
        label=_("What happened"), required=False,
        choices=[ALL, ("adopted", _("Adopted")), ("other", _("Other news")), *AdoptionEvent.Kind.choices],
    )  # fmt: skip
    field_order = ["level", "kind"]


class PublishedFilter(YearForm):
    """Filters of what we have published ourselves."""

    form = forms.ChoiceField(
        label=_("Adoption"), required=False,
        choices=[ALL, ("alone", _("Single")), ("combined", _("Combined"))],
    )  # fmt: skip
    field_order = ["form"]
