"""Commissions: asked by the office, answered and written by whoever was asked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.ledger.reading import acts, owed
from portal.ledger.views import conflict
from portal.pages.forms import posted, status_of
from portal.pages.lists import page_of
from portal.people.rules import in_office, is_editor
from reports.forms.commissions import CommissionForm
from reports.models import Appointment, Commission, Report
from reports.rules import may_file, sees_commissions
from reports.states import CommissionState
from reports.workflow import commissions as workflow

REFUSED = [CommissionState.DECLINED, CommissionState.CANCELLED]  # with a reason


def commissions(request):
    """Those under way, the nearest date first; or what has ended."""
    office = in_office(request.hats)
    if not sees_commissions(request.hats):
        raise PermissionDenied
    rows, ended = Commission.objects.visible_to(request.hats), request.GET.get("ended")
    if ended:
        rows = rows.exclude(ended_at=None).order_by("-ended_at", "-id")
    else:
        rows = rows.open().order_by("due_on", "id")
    shown = page_of(rows.counted().select_related("holder", "organisation"), request)
    duties = Duty.objects.nearest(Commission, shown)
    for each in shown:
        each.duty = duties.get(each.pk)
    context = {"page": shown, "ended": ended, "office": office, "may_ask": is_editor(request.hats)}
    return render(request, "reports/commissions.html", context)


def ask_for_report(request):
    """The form by which the office asks one or many."""
    if not is_editor(request.hats):
        raise PermissionDenied
    form = CommissionForm(posted(request), today=local_day(request.now), calendar=request.calendar)
    if request.method == "POST" and form.is_valid():
        try:
            asked = workflow.ask_for_report(by=request.user, at=request.now, **form.cleaned_data)
        except TooLate as reason:
            return conflict(request, None, reason, form)
        told = ngettext("%(count)s commission sent.", "%(count)s commissions sent.", len(asked))
        messages.success(request, told % {"count": len(asked)})
        return redirect(asked[0] if len(asked) == 1 else "reports:commissions")
    return render(request, "reports/ask_for_report.html", {"form": form}, status=status_of(form))


def commission(request, pk):
    """What is wanted by when, the acts open to this person, and what has come of it."""
    found = get_object_or_404(_visible(request), pk=pk)
    reports = Report.objects.visible_to(request.hats).out_of(found).select_related("author")
    context = {
        "commission": found,
        "office": in_office(request.hats),
        "acts": with_writing(request, found),
        "duties": owed(found),
        "counts": found.counts(),
        "appointed": Appointment.objects.contact_of(request.user, local_day(request.now)),
        "reports": reports,
        "reason": Entry.objects.about(found)
        .filter(changes__status__1__in=REFUSED)
        .select_related("actor")
        .last(),
    }
    return render(request, "reports/commission.html", context)


def _visible(request):
    rows = Commission.objects.visible_to(request.hats)
    return rows.select_related("holder__organisation", "organisation", "begun_by")


def with_writing(request, found):
    """The steps open to this person; to write stands before all others."""
    steps = acts(request, found)
    if may_file(request.hats) and found.answerable(request.hats, request.now):
        url = reverse("reports:new", query={"commission": found.pk})
        steps.insert(0, {"url": url, "label": _("Write the report"), "main": True})
    return steps
