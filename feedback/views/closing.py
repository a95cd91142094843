"""The closing list of a day: what was to be signed off or reported on it, and how each stands to that."""

from datetime import date
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import same_day
from feedback.models import DayClosing
from portal.days.workdays import local_day
from portal.pages import cells
from portal.pages.columns import Column, Table
from portal.people.rules import in_office
from reports.models import Report
from reports.views.lists import byline, title


def closing_list(request, day):
    """Of today as it stands now, of an earlier day as that left it."""
    if not in_office(request.hats):
        raise PermissionDenied
    day, today = _day(day), local_day(request.now)
    closing = DayClosing.objects.filter(day=day).first()
    reports = Report.objects.visible_to(request.hats)
    rows = closing.rows if closing else same_day.rows(same_day.due_on(day, today), day)
    rows = same_day.shown(rows, reports)
    before, after = same_day.neighbours(day)
    page = Table(request, CLOSING, rows=rows)
    called = _("Closing list of %(day)s") % {"day": date_format(day, "DATE_FORMAT")}
    return page.answer(
        "feedback/closing_list.html",
        called,
        none_icon="check2-circle",
        nothing=_("Nothing was to be signed off or reported on this day."),
        title=called,
        closing=closing,
        working=request.calendar.is_working(day),
        sums=same_day.summed(rows),
        before=before,
        after=after if after and after <= today else None,
    )


def _report(row, request):
    return title(row["report"], request)


def _byline(row, _request):
    return byline(row["report"])


def _stands(row, _request, *, half):
    """How it stands to one half of the promise: colour, sign and word."""
    light = same_day.light(row[half])
    if not light:
        return ""
    sign = cells.icon(light["icon"])
    said = '<span class="light light-{}">{}<span>{}</span></span>'
    return format_html(said, light["colour"], sign, light["words"])


def _holder(row, _request):
    return format_html("{}{}", row["holder"], cells.meta(row["stage"]))


def _why(row, _request):
    if row["why"] or not row["unkept"]:
        return row["why"]
    report = row["report"]
    url = reverse("step", args=["reports", report.pk, "explain_delay"])
    words = '<a href="{}">{}<span class="visually-hidden">: {}</span></a>'
    return format_html(words, url, _("Say why"), report.number)


def _of(row, _request, *, name):
    return row[name]


def _in_words(row, _request, *, half):
    return same_day.STANDING.get(row[half], "")


def _half(name, label):
    return Column(name, label, partial(_in_words, half=name), partial(_stands, half=name), look="tight")


CLOSING = [
    Column("number", gettext_lazy("Number"), lambda row, _request: row["report"].number, cell=None),
    Column("report", gettext_lazy("Report"), lambda row, _request: row["report"].heading, _report),
    Column("byline", gettext_lazy("Author"), _byline, cell=None),
    _half("sign_by", gettext_lazy("Signed off")),
    _half("report_by", gettext_lazy("Reported")),
    Column("holder", gettext_lazy("Who answers for it"), partial(_of, name="holder"), _holder),
    Column("stage", gettext_lazy("Stage"), partial(_of, name="stage"), cell=None),
    Column("why", gettext_lazy("Why not"), partial(_of, name="why"), _why),
]


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404(text) from error
