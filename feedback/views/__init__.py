"""Notices: everything that one was told."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from feedback.models import Notice
from feedback.tells import words
from portal.pages.columns import Column
from portal.pages.lists import Page
from reports.models import Report
from reports.rules import may_see_stubs
from reports.states import GONE

PRESSING = {Notice.Rung.CHASE, Notice.Rung.SUPERVISE}


def notices(request):
    """Everything one was told, newest first. Opening the page does not mark anything read."""
    page = Page(request, request.user.notices.all(), COLUMNS, first="-at", drawn=_drawn, fill=_fill)
    return page.answer(
        "feedback/notices.html",
        _("Notices"),
        none_icon="bell",
        nothing=_(
            "Nothing has been told to you yet. When something happens to a matter of yours, it stands here."
        ),
    )


def _drawn(rows):
    rows = rows.select_related("entry__report", "duty__report")
    return rows.prefetch_related("entry__subject", "duty__subject")


def _fill(rows):
    for notice in rows:
        about = notice.entry or notice.duty
        notice.words = words(notice.entry) if notice.entry else notice.duty.act
        notice.pressing = notice.rung in PRESSING and notice.get_rung_display() or ""
        notice.title = about.report.heading if about.report else ""


def _due(notice, _request):
    return notice.duty and notice.duty.due_at


COLUMNS = [
    Column("at", gettext_lazy("Told at"), "at", sort="at"),
    Column("words", gettext_lazy("Notice"), "words"),
    Column("rung", gettext_lazy("Rung"), "pressing"),
    Column("report", gettext_lazy("Report"), "title"),
    Column("due", gettext_lazy("By when"), _due),
    Column("read", gettext_lazy("Read at"), "read_at"),
]


@require_POST
def open_notice(request, pk):
    """Marks it read and goes to what it is about: by a button, as browsers follow links on their own."""
    notice = get_object_or_404(request.user.notices, pk=pk)
    request.user.notices.filter(pk=pk, read_at=None).update(read_at=request.now)
    return redirect(target(notice, request.hats))


def target(notice, hats):
    """The page the reader may open: the report for those who see it, else the subject itself."""
    about = notice.entry or notice.duty
    if about.report and about.report.status in GONE:
        return reverse("reports:sealed" if may_see_stubs(hats) else "feedback:notices")
    if about.report_id and Report.objects.visible_to(hats).filter(pk=about.report_id).exists():
        return about.report
    if notice.entry and (leads_to := about.line.tell.leads_to):
        return leads_to(about.subject, hats) or "feedback:notices"
    return "feedback:notices" if about.subject == about.report else about.subject


@require_POST
def read_all(request):
    request.user.notices.filter(read_at=None).update(read_at=request.now)
    return redirect("feedback:notices")
