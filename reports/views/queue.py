"""The review queue: what waits for the office, by filters that live in the address, taken up in one go."""

from dataclasses import replace
from datetime import time, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.days.workdays import at_time, local_day
from portal.ledger.engine import TooLate
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.lists import Page, ticked
from portal.pages.ticks import ticks
from portal.people.rules import is_editor
from reports import workflow
from reports.forms import QueueFilter
from reports.models import Report
from reports.states import IN_REVIEW, State
from reports.views.lists import NAMED, SUBMITTED, listed

CLOCK = ("sign_by", "id")
GROUPS = {
    "new": (gettext_lazy("New today"), lambda r: Q(submitted_at__gte=at_time(local_day(r.now), time.min))),
    "waiting": (gettext_lazy("To be taken up"), lambda _r: Q(status=State.SUBMITTED)),
    "near": (
        gettext_lazy("Nearly late"),
        lambda r: Q(sign_by__range=(r.now, r.now + timedelta(minutes=r.hats.office.warnings[0]))),
    ),
    "late": (gettext_lazy("Late"), lambda r: Q(sign_by__lt=r.now)),
    "mine": (gettext_lazy("Mine"), lambda r: Q(taken_by=r.user)),
}


def queue(request):
    """The nearest to its cut-off first. What is ticked is taken up, and the filters stay as they were."""
    if not is_editor(request.hats):
        raise PermissionDenied
    if request.method == "POST":
        _take_up(request)
        return redirect(request.get_full_path())
    rows = Report.objects.visible_to(request.hats).filter(status__in=IN_REVIEW)
    named = {name: within(request) for name, (_label, within) in GROUPS.items()}
    counts = rows.aggregate(all=Count("pk"), **{name: Count("pk", filter=q) for name, q in named.items()})
    group = request.GET.get("group")
    rows = rows.filter(named.get(group, Q()))
    form = QueueFilter(request.GET, rows=rows)
    page = Page(request, form.filtered(rows), COLUMNS, first="sign_by", drawn=_drawn)
    tickable = any(map(_to_be_taken_up, page))
    if tickable:
        page.columns = [ticks("report", _number, offered=_to_be_taken_up), *COLUMNS]
    return page.answer(
        "reports/queue.html",
        _("Review queue"),
        form,
        tickable=tickable,
        nothing=_nothing(group in GROUPS or form.wanted),
        none_icon="cup-hot",
        groups=[(name, label, counts[name]) for name, (label, _within) in GROUPS.items()],
        group=group if group in GROUPS else None,
        count=counts["all"],
        on_file=Report.objects.visible_to(request.hats).filter(status=State.KEPT).count(),
    )


def _nothing(filtered):
    if filtered:
        return _("Nothing in the queue matches.")
    return _("The queue is empty. What comes in next will stand here.")


def _drawn(rows):
    return listed(rows).select_related("taken_by")


def _take_up(request):
    """Each in a transaction of its own, so that one that has moved on does not hold up the others."""
    taken, lost = 0, []
    rows = Report.objects.visible_to(request.hats).filter(pk__in=ticked(request, "report"))
    for report in rows.order_by(*CLOCK):
        try:
            workflow.take_up(report, by=request.user, at=request.now)
            taken += 1
        except TooLate:
            lost.append(report)
    if taken:
        words = ngettext("%(n)d report taken up.", "%(n)d reports taken up.", taken)
        messages.success(request, words % {"n": taken})
    for report in lost:
        report.refresh_from_db()
        who = report.taken_by or report.get_status_display()
        words = _("%(number)s was not taken up, somebody was faster: %(who)s.")
        messages.warning(request, words % {"number": report.number, "who": who})
    if not (taken or lost):
        messages.warning(request, _("Tick the reports first."))


def _number(report):
    return report.number


def _to_be_taken_up(report):
    return report.to_be_taken_up


def _stage(report, _request):
    return format_html("{}{}", report.get_status_display(), cells.meta(_editor(report, _request)))


def _editor(report, _request):
    return report.taken_by.name if report.being_edited else ""


def _clock(report, request):
    return cells.light(request, report.sign_by, settled=bool(report.signed_at))


COLUMNS = [
    *NAMED,
    replace(SUBMITTED, cell=None),
    Column("category", gettext_lazy("Category"), "get_category_display"),
    Column("stage", gettext_lazy("Stage"), "get_status_display", _stage, look="tight"),
    Column("editor", gettext_lazy("Edited by"), _editor, cell=None),
    Column("sign_by", gettext_lazy("Sign off by"), "sign_by", _clock, sort="sign_by", look="tight"),
]
