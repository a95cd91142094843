"""The review queue: what waits for the office, by filters that live in the address, taken up in one go."""

from datetime import time, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.days.workdays import at_time, local_day
from portal.ledger.engine import TooLate
from portal.pages.lists import ROWS, page_of
from portal.people.rules import is_editor
from reports import workflow
from reports.forms import QueueFilter
from reports.models import Report
from reports.states import IN_REVIEW, State

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
    rows = form.filtered(rows).select_related("author", "organisation", "taken_by").order_by(*CLOCK)
    page = page_of(rows, request)
    context = {
        "page": page,
        "tickable": any(report.status == State.SUBMITTED for report in page),
        "groups": [(name, label, counts[name]) for name, (label, _within) in GROUPS.items()],
        "group": group if group in GROUPS else None,
        "count": counts["all"],
        "filter_form": form,
        "filters_set": len(form.wanted),
    }
    return render(request, "reports/queue.html", context)


def _take_up(request):
    """Each in a transaction of its own, so that one that has moved on does not hold up the others."""
    taken, lost = 0, []
    for report in _ticked(request):
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


def _ticked(request):
    """A page holds no more rows than this; what is no number, or not to be seen, is nothing ticked."""
    numbers = [n for n in request.POST.getlist("report")[:ROWS] if n.isascii() and n.isdecimal()]
    return Report.objects.visible_to(request.hats).filter(pk__in=[n[:18] for n in numbers]).order_by(*CLOCK)
