"""Where everything is: every open report by stage and holder, the oldest first, on one page."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.restoring import standing
from feedback.rules import may_release_sending
from portal.days.workdays import local_day
from portal.ledger.models import Duty
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.icons import icon
from portal.pages.lists import Page
from portal.people.rules import in_office
from reports.models import Report
from reports.states import OPEN, State
from reports.views.lists import CATEGORY, NAMED, STAGE, SUBMITTED, due, holder, listed


def overview(request):
    """The filter by stage stands in the address; a report without a holder would be shown as an alarm."""
    if not in_office(request.hats):
        raise PermissionDenied
    stage = request.GET.get("status")
    reports = Report.objects.visible_to(request.hats).open()
    counts = dict(reports.values_list("status").annotate(Count("pk")).order_by())
    rows = reports.filter(status=stage) if stage in State.values else reports
    page = Page(request, rows, COLUMNS, first="submitted", drawn=lambda rows: listed(rows).with_owed())
    return page.answer(
        "roof/overview.html",
        _("Where everything is"),
        nothing=_("No report is open at this stage."),
        none_icon="check2-circle",
        stage=stage,
        count=sum(counts.values()),
        stages=[(s, s.label, counts[s]) for s in State if s in OPEN and counts.get(s)],
        restored=standing(request.hats),
        may_release_sending=may_release_sending(request.hats),
        unowed=reports.exclude(duty_set__in=Duty.objects.open()).count(),
        stranded=Duty.objects.stranded(local_day(request.now)).count(),
    )


def _act(report, _request=None):
    return report.owed[0].act if report.owed else ""


def _held(report, request):
    """Who owes the next step and which; nobody, as an alarm."""
    if not report.owed:
        sign = icon("exclamation-triangle-fill")
        return format_html('<span class="light light-red">{}{}</span>', sign, _("nobody"))
    more = len(report.owed) - 1
    others = more and ngettext("%(n)d more duty", "%(n)d more duties", more) % {"n": more}
    return format_html("{}{}", holder(report, request), cells.meta(_act(report), others))


def _light(report, request):
    return cells.of_duty(request, report.owed[0]) if report.owed else ""


COLUMNS = [
    *NAMED,
    SUBMITTED,
    CATEGORY,
    STAGE,
    Column("holder", gettext_lazy("Who has it"), holder, _held),
    Column("act", gettext_lazy("Next step"), _act, cell=None),
    Column("due", gettext_lazy("Until when"), due, _light, look="tight"),
]
