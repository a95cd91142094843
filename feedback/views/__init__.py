"""Notices: everything that one was told."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from feedback.models import Notice
from feedback.tells import words
from portal.pages.lists import page_of
from reports.models import Report
from reports.rules import may_see_stubs
from reports.states import GONE

PRESSING = {Notice.Rung.CHASE, Notice.Rung.SUPERVISE}


def notices(request):
    """Everything one was told, newest first. Opening the page does not mark anything read."""
    rows = request.user.notices.select_related("entry__report", "duty__report")
    rows = rows.prefetch_related("entry__subject", "duty__subject")
    page = page_of(rows, request)
    for notice in page:
        about = notice.entry or notice.duty
        notice.words = words(notice.entry) if notice.entry else notice.duty.act
        notice.pressing = notice.rung in PRESSING and notice.get_rung_display()
        notice.title = about.report.heading if about.report else ""
    return render(request, "feedback/notices.html", {"page": page})


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
