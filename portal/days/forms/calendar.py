"""What is asked about the days of a year: one day or a few, or the whole year from a file."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.days.calendar_file import as_lines, read_lines, read_upload
from portal.days.models import CalendarDay
from portal.days.workdays import DAY, SATURDAY, WORK
from portal.pages.forms import DayField, area
from portal.pages.text import CleanLine, CleanText
from portal.people.models import Organisation

FIRST_YEAR, LAST_YEAR = 2004, 2100  # of the page of a year; the library of days begins with the first
LONGEST = timedelta(days=30)  # of days off in a row


def source_line():
    return CleanLine(
        label=_("Source"), max_length=100,
        help_text=_("The notice or decision, such as 国办发明电〔2026〕8号."),
    )  # fmt: skip


class DayForm(forms.Form):
    """One day, or a few in a row, for everybody or for one organisation and what stands below it."""

    date = DayField(label=_("Date"))
    until = DayField(
        label=_("To"), required=False,
        help_text=_("Only for several days in a row; both are included."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What it is"), choices=CalendarDay.Kind.choices)
    name = CleanLine(label=_("Name"), max_length=50)
    organisation = forms.ModelChoiceField(
        label=_("For whom"), required=False, queryset=None, empty_label=_("Everybody"),
        help_text=_("A local holiday holds for the organisation and all that stand below it."),
    )  # fmt: skip
    source = source_line()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.standing().order_by("kind", "name")

    def clean(self):
        data = super().clean()
        first, last = data.get("date"), data.get("until") or data.get("date")
        if not first:
            return data
        if not FIRST_YEAR <= first.year <= LAST_YEAR:
            self.add_error("date", _("This year is not kept here."))
        elif last < first:
            self.add_error("until", _("This day is before the first one."))
        elif last - first > LONGEST or last.year != first.year:
            self.add_error("until", _("At most %(days)d days, all of one year.") % {"days": LONGEST.days})
        elif data.get("kind") == WORK and not data.get("organisation") and first.weekday() < SATURDAY:
            self.add_error("kind", _("A weekday is worked anyway. To undo a day off, strike it."))
        return data

    def days(self, known):
        """The rows; in a year whose plan is `known` they are part of it."""
        said = self.cleaned_data
        count = ((said["until"] or said["date"]) - said["date"]).days + 1
        return tuple(
            CalendarDay(
                date=said["date"] + DAY * n, kind=said["kind"], name=said["name"], source=said["source"],
                organisation=said["organisation"], announced=known,
            )
            for n in range(count)
        )  # fmt: skip


class YearForm(forms.Form):
    """A whole year's plan, from a file or as typed lines."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Excel (.xlsx) or CSV, up to 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip
    lines = CleanText(
        label=_("Or lines"), required=False, max_length=20_000, widget=area(6, 20_000),
        help_text=_("One day in each: 2027-01-01,休,元旦"),
    )  # fmt: skip
    source = source_line()

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.year, self.found = year, []

    def clean(self):
        data = super().clean()
        upload, lines = data.get("file"), data.get("lines")
        name = "file" if upload or "file" in self.errors else "lines"
        if self.errors.keys() & {"file", "lines"}:
            return data
        try:
            if upload and lines:
                raise ValidationError(_("Send a file or write lines, not both."))
            if not upload and not lines:
                raise ValidationError(_("Choose a file, or write the lines below."))
            self.found = read_upload(upload, self.year) if upload else read_lines(lines, self.year)
        except ValidationError as error:
            self.add_error(name if upload or lines else "file", error)
        if upload and self.found and self.errors:
            self._keep_lines(upload)
        return data

    def _keep_lines(self, upload):
        """A good file stands as lines on the page that says what else is wrong: no browser sends it twice."""
        self.data = self.data.copy()
        self.data["lines"] = as_lines(self.found)
        self["lines"].help_text = _("These are the lines of “%(name)s”.") % {"name": upload.name}

    @property
    def again(self):
        """The same as lines, for the page that asks once more."""
        said = {"lines": as_lines(self.found), "source": self.cleaned_data["source"]}
        return YearForm(said, year=self.year)
