"""Revisits: who can be asked, who is being asked, what was said; planning one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from portal.ledger.reading import acts, journey, owed, past
from portal.ledger.views import conflict
from portal.pages.forms import posted, status_of
from portal.pages.lists import page_of
from portal.people.rules import in_office, is_clerk
from reports.models import Report
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
    tabs = [(key, label, key == tab) for key, label in TABS.items()]
    context = {"tab": tab, "tabs": tabs, "may_plan": is_clerk(request.hats)}
    if tab in (RevisitState.PLANNED, RevisitState.MADE):
        rows = Revisit.objects.visible_to(request.hats).filter(status=tab).with_subject()
        page = page_of(rows, request)
        duties = Duty.objects.nearest(Revisit, page)
        context |= {"page": page, "rows": [(revisit, duties.get(revisit.pk)) for revisit in page]}
    else:
        rows = Report.objects.visible_to(request.hats).filter(pk__in=to_revisit().values("pk"))
        rows = rows.select_related("author", "organisation").order_by("-ended_at", "-pk")
        context["page"] = page_of(rows, request)
    return render(request, "routing/revisits.html", context)


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
