"""Commissions: asked by the office, answered and written by whoever was asked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.ledger.reading import acts, add_duties, owed
from portal.ledger.views import conflict
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import in_office, is_editor
from reports.forms.commissions import CommissionFilter, CommissionForm
from reports.models import Appointment, Commission, Report
from reports.rules import may_file, sees_commissions
from reports.states import CommissionState
from reports.views.came import CAME
from reports.workflow import commissions as workflow

REFUSED = [CommissionState.DECLINED, CommissionState.CANCELLED]  # with a reason


def commissions(request):
    """Those under way, the nearest date first; or what has ended."""
    office = in_office(request.hats)
    if not sees_commissions(request.hats):
        raise PermissionDenied
    rows, ended = Commission.objects.visible_to(request.hats), request.GET.get("ended")
    rows = rows.exclude(ended_at=None) if ended else rows.open()
    form = CommissionFilter(request.GET)
    words = asked_of(form).get("q", "")
    if words:
        rows = rows.filter(_about(words))
    columns, first = list(_columns(office, ended)), "-ended" if ended else "due"
    page = Page(request, rows, columns, first=first, drawn=_drawn, fill=add_duties)
    return page.answer(
        "reports/commissions.html",
        _("Commissions"),
        form,
        nothing=_nothing(words, ended),
        none_icon="envelope-paper",
        ended=ended,
        may_ask=is_editor(request.hats),
    )


def _about(words):
    whom = Q(holder__name__icontains=words) | Q(organisation__name__icontains=words)
    return Q(topic__icontains=words) | whom


def _nothing(words, ended):
    if words:
        return _("No commission is like that. Try fewer or other words.")
    if ended:
        return _("No commission has ended yet. What is delivered, declined or withdrawn stands here.")
    return _("No commission is under way. Whoever is asked for a report stands here until it is filed.")


def _drawn(rows):
    return rows.counted().select_related("holder", "organisation").defer("wanted")


def _topic(commission, request):
    return format_html(
        "{}{}", cells.opened(request, commission, commission.topic), cells.meta(commission.number)
    )


def _whom(commission, _request):
    """An organisation, and its liaison who holds it; or a person."""
    if not commission.organisation:
        return commission.holder.name
    return format_html("{}{}", commission.organisation.name, cells.meta(commission.holder.name))


def _light(commission, request):
    return cells.of_duty(request, commission.duty) if commission.duty else ""


def _next_due(commission, _request):
    return commission.duty and commission.duty.due_at


def _columns(office, ended):
    yield Column("number", _("Number"), "number", cell=None)
    yield Column("topic", _("Topic"), "topic", _topic)
    if office:
        yield Column("whom", _("Asked of"), lambda commission, _request: commission.asked, _whom)
    yield Column("stage", _("Stage"), "get_status_display", look="tight")
    yield Column("due", _("Due on"), "due_on", sort="due_on", look="tight")
    if ended:
        yield Column("ended", _("Ended on"), "ended_at", sort="ended_at", look="tight")
        yield from CAME
    else:
        yield Column("owed", _("Until when"), _next_due, _light, look="tight")


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


@leads_back
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
