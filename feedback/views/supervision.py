"""The page of supervision: by unit and row by row, with a word to whoever is late; also as a workbook."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.forms import ChaseForm, SupervisionFilter
from feedback.rules import sees_supervision
from feedback.supervision import by_unit, charts, counted, follow, of_units, standings, with_subject
from portal.days.workdays import local_day
from portal.pages import cells
from portal.pages.charts import FILE, charts_file
from portal.pages.columns import Column, Table
from portal.pages.forms import posted
from portal.pages.lists import Page, ticked
from portal.pages.ticks import ticks
from routing.rules import may_chase
from routing.workflow.chasing import chase


def supervision(request):
    """What is late and nearly late, unless the address asks otherwise. A post chases what is ticked."""
    if not sees_supervision(request.hats):
        raise PermissionDenied
    seen, how = of_units(request.hats), standings(request.now, request.calendar)
    form = SupervisionFilter({"how": "due"} | request.GET.dict(), seen=seen)
    rows = seen.filter(how["due"]) if not form.is_valid() else form.filtered(seen, how)
    found = counted(seen, how)
    late = charts(found)
    if answer := charts_file(request, _("Supervision at a glance"), late):
        return answer
    page = Page(request, rows, COLUMNS, first="due", drawn=with_subject, fill=_fill(request))
    chasing = ChaseForm(posted(request))
    if request.method == "POST":
        if not may_chase(request.hats):
            raise PermissionDenied
        if chasing.is_valid() and _chase(request, seen, chasing.cleaned_data["note"]):
            return redirect(request.get_full_path())
    if may_chase(request.hats):
        boxes = ticks("duty", lambda duty: duty.number, request.POST.getlist("duty"))
        page.columns = [boxes, *COLUMNS]
    wrong = not form.is_valid() or request.method == "POST"
    return page.answer(
        "feedback/supervision.html",
        f"{_('Supervision')}-{local_day(request.now)}",
        form,
        status=400 if wrong else 200,
        none_icon="cup-hot",
        nothing=_("Nothing is late or nearly late here."),
        tickable=may_chase(request.hats),
        charts=[chart for chart in late if chart.bars],
        charts_file=page.address(export=FILE),
        units=_by_unit(page, by_unit(found)),
        chasing=chasing,
    )


def _fill(request):
    return lambda duties: follow(duties, request.now, request.calendar)


def _chase(request, seen, note):
    """Says how many heard of it; False where nothing was ticked."""
    duties = list(with_subject(seen.filter(pk__in=ticked(request, "duty"))))
    if not duties:
        messages.warning(request, _("Tick at least one row."))
        return False
    chased = len(chase(duties, by=request.user, at=request.now, note=note))
    if chased:
        said = ngettext("%(n)d matter has been chased.", "%(n)d matters have been chased.", chased)
        messages.success(request, said % {"n": chased})
    if rest := len(duties) - chased:
        said = ngettext(
            "%(n)d matter was chased today already; once a day is enough.",
            "%(n)d matters were chased today already; once a day is enough.",
            rest,
        )
        messages.info(request, said % {"n": rest})
    return True


def _report(duty, request):
    url = duty.subject.get_absolute_url()
    return format_html("{}{}", cells.opened(request, duty, duty.title, url), cells.meta(duty.number))


def _stage(duty, _request):
    return duty.subject.get_status_display()


def _owed(duty, request):
    return format_html("{}{}", duty.act, cells.meta(_stage(duty, request), duty.waiting_for))


def _first_date(duty, _request):
    return duty.first_due_at if duty.extended else None


def _light(duty, request):
    """By when, how far it has come on the ladder, and what it was first."""
    first = ""
    if duty.extended:
        day = date_format(localtime(duty.first_due_at), "DATE_FORMAT")
        first = _("extended; the first date was %(when)s") % {"when": day}
    return format_html("{}{}", cells.of_duty(request, duty), cells.meta(duty.rung, first))


def _hand(duty, _request):
    return duty.by_hand and duty.by_hand.at


def _by(duty, _request):
    return duty.by_hand and str(duty.by_hand.actor)


def _words(duty, _request):
    return duty.by_hand and duty.by_hand.note


def _chased(duty, _request):
    """By whom last and in which words, and when by the portal."""
    hand, clock = "", ""
    if duty.by_hand:
        said = date_format(localtime(duty.by_hand.at), "MONTH_DAY_FORMAT"), duty.by_hand.actor
        hand = format_html('<span title="{}">{} {}</span>', duty.by_hand.note, *said)
    if duty.by_clock:
        day = date_format(localtime(duty.by_clock), "MONTH_DAY_FORMAT")
        clock = cells.meta(_("%(day)s by the portal") % {"day": day})
    return format_html("{}{}", hand, clock) if hand or clock else ""


COLUMNS = [
    Column("number", gettext_lazy("Number"), "number", cell=None),
    Column("report", gettext_lazy("Report"), "title", _report),
    Column("unit", gettext_lazy("Unit"), "unit.name"),
    Column("owed", gettext_lazy("What is owed"), "act", _owed, look="tight"),
    Column("stage", gettext_lazy("Stage"), _stage, cell=None),
    Column("waiting", gettext_lazy("Waits for"), "waiting_for", cell=None),
    Column("due", gettext_lazy("By when"), "due_at", _light, sort="due_at"),
    Column("first", gettext_lazy("First date"), _first_date, cell=None),
    Column("late", gettext_lazy("Working days late"), "days_late", cell=None),
    Column("rung", gettext_lazy("Rung"), "rung", cell=None),
    Column("clock", gettext_lazy("Reminded by the portal"), "by_clock", cell=None),
    Column("hand", gettext_lazy("Last chased"), _hand, _chased, look="tight"),
    Column("by", gettext_lazy("Chased by"), _by, cell=None),
    Column("words", gettext_lazy("In these words"), _words, cell=None),
]


STANDING = {
    "supervised": (gettext_lazy("Under supervision"), "red", "exclamation-triangle-fill"),
    "late": (gettext_lazy("Late"), "red", "exclamation-triangle-fill"),
    "near": (gettext_lazy("Nearly late"), "amber", "hourglass-split"),
    "waiting": (gettext_lazy("Waiting for others"), "", ""),
    "all": (gettext_lazy("All that is open"), "", ""),
}


def _by_unit(page, rows):
    """The table of the units; each number leads to the rows it counts."""
    columns = [Column("unit", _("Unit"), partial(_of, name="unit__name"), partial(_unit, page=page))]
    for name, (label, colour, sign) in STANDING.items():
        cell = partial(_number, page=page, name=name, colour=colour, sign=sign)
        columns.append(Column(name, label, partial(_of, name=name), cell, look="number"))
    return Table(page.request, columns, rows=rows)


def _of(row, _request, *, name):
    return row[name]


def _unit(row, _request, *, page):
    return format_html('<a href="{}">{}</a>', page.address(unit=row["unit"], how=None), row["unit__name"])


def _number(row, _request, *, page, name, colour, sign):
    url, count = page.address(unit=row["unit"], how=name), row[name]
    if not (count and colour):
        return count and format_html('<a href="{}">{}</a>', url, count)
    return format_html('<a class="light light-{}" href="{}">{}{}</a>', colour, url, cells.icon(sign), count)
