"""Revisits: who can be asked, who is being asked, what was said; planning one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.reading import acts, add_duties, journey, owed, past
from portal.ledger.views import conflict
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import in_office, is_clerk
from reports.models import Report
from reports.views.lists import NAMED, listed
from routing.forms.revisits import PlanRevisitForm
from routing.models import Revisit
from routing.models.revisits import to_revisit
from routing.states import RevisitState
from routing.workflow import revisits as workflow

TABS = {
    "": gettext_lazy("Authors who may be asked"), RevisitState.PLANNED: gettext_lazy("To be made"),
    RevisitState.MADE: gettext_lazy("Made"),
}  # fmt: skip


def revisits(request):
    """The tab stands in the address: ended reports whose author may be asked, or revisits."""
    if not in_office(request.hats):
        raise PermissionDenied
    tab = request.GET.get("tab", "")
    made = tab in (RevisitState.PLANNED, RevisitState.MADE)
    page = _revisits(request, tab) if made else _reports(request)
    return page.answer(
        "routing/revisits.html",
        str(TABS[tab if made else ""]),
        none_icon="telephone-outbound",
        nothing=_nothing(tab),
        tabs=[(key, label, key == tab) for key, label in TABS.items()],
    )


def _nothing(tab):
    if tab:
        return _("No revisit has come this far yet. Those to be made stand under the first tab.")
    return _("Nobody is to be asked now. An author agrees to it when giving an opinion.")


def _revisits(request, tab):
    rows = Revisit.objects.visible_to(request.hats).filter(status=tab)
    return Page(request, rows, COLUMNS, first="-planned", drawn=_with_report, fill=add_duties)


def _reports(request):
    """Whoever plans revisits does so from here."""
    rows = Report.objects.visible_to(request.hats).filter(pk__in=to_revisit().values("pk"))
    page = Page(request, rows, TO_ASK, first="-ended", drawn=listed)
    if is_clerk(request.hats):
        page.columns = [*TO_ASK, ACTS]
    return page


def _with_report(rows):
    return rows.with_subject().defer(*(f"report__{part}" for part in Report.PARTS[1:]))


def _report(revisit, request):
    opened = cells.opened(request, revisit, revisit.report.heading)
    return format_html("{}{}", opened, cells.meta(revisit.report.number))


def _when(revisit, _request):
    return revisit.duty.due_at if revisit.duty else revisit.held_on


def _light(revisit, request):
    """By when it is to be made, or when it was."""
    if revisit.duty:
        return cells.of_duty(request, revisit.duty)
    return date_format(revisit.held_on, "DATE_FORMAT") if revisit.held_on else ""


def _plan(report, _request):
    url = reverse("routing:plan_revisit", args=[report.pk])
    return cells.act(url, _("Have the author asked"), report.heading)


COLUMNS = [
    Column("number", gettext_lazy("Number"), "report.number", cell=None),
    Column("report", gettext_lazy("Report"), "report.heading", _report),
    Column("person", gettext_lazy("Who asks the author"), "person.name", look="tight"),
    Column("planned", gettext_lazy("Planned on"), "planned_at", cell=None, sort="planned_at"),
    Column("when", gettext_lazy("When"), _when, _light, look="tight"),
    Column("way", gettext_lazy("How"), "get_way_display", look="tight"),
]
TO_ASK = [
    *NAMED,
    Column("ended", gettext_lazy("Ended on"), "ended_at", sort="ended_at", look="tight"),
]
ACTS = Column("acts", gettext_lazy("Acts"), cell=_plan, look="do")


@leads_back
def revisit(request, pk):
    found = _visible(request, pk)
    context = about(request, found) | {
        "acts": acts(request, found),
        "duties": owed(found),
        "journey": journey(past(found)),
    }
    return render(request, "routing/revisit.html", context)


def about(_request, found):
    """Whom to ask, and what they thought: on its own page, and beside the form of its steps."""
    return {
        "about": "routing/revisit_about.html", "revisit": found, "report": found.report,
        "opinion": found.report.opinions.last(),
    }  # fmt: skip


def _visible(request, pk):
    """403 to whoever has no business with revisits at all."""
    if not in_office(request.hats):
        raise PermissionDenied
    return get_object_or_404(Revisit.objects.visible_to(request.hats).with_subject(), pk=pk)


def plan_revisit(request, pk):
    """Of an ended report whose author agreed to be asked."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    if not is_clerk(request.hats) or report.contact_agreed_at is None:
        raise PermissionDenied
    form = PlanRevisitForm(posted(request), report=report, today=local_day(request.now))
    if request.method != "POST" and not to_revisit().filter(pk=pk).exists():
        return conflict(request, report, form=form)
    if request.method == "POST" and form.is_valid():
        try:
            found = workflow.plan_revisit(report, by=request.user, at=request.now, **form.cleaned_data)
        except TooLate as reason:
            return conflict(request, report, reason, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    context = {"form": form, "report": report}
    return render(request, "routing/plan_revisit.html", context, status=status_of(form))
