"""The list of assignments."""

from django.core.exceptions import PermissionDenied
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ledger.reading import add_duties
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of
from portal.pages.lists import Page
from portal.people.rules import in_office
from reports.models import Report
from routing.forms import AssignmentFilter
from routing.models import Assignment
from routing.rules import sees_matters_of_units
from routing.states import UNDER_WAY


def assignments(request):
    """What the own units have to do, or all that is with the units."""
    if not sees_matters_of_units(request.hats):
        raise PermissionDenied
    form = AssignmentFilter(request.GET) if in_office(request.hats) else None
    rows = Assignment.objects.visible_to(request.hats).filter(**asked_of(form))
    ended = bool(request.GET.get("ended"))
    rows = rows.exclude(status__in=UNDER_WAY) if ended else rows.under_way().with_due()
    columns, first = (ENDED, "-ended") if ended else (COLUMNS, "due")
    page = Page(request, rows, columns, first=first, drawn=_drawn, fill=add_duties)
    return page.answer(
        "routing/assignments.html",
        _("Assignments"),
        form,
        nothing=_nothing(ended),
        none_icon="building",
        ended=ended,
    )


def _nothing(ended):
    if ended:
        return _("Nothing has ended yet. A matter comes here when its reply has passed.")
    return _("Nothing is with the units now. What is given to them stands here until their reply has passed.")


def _drawn(rows):
    texts = [f"report__{part}" for part in Report.PARTS[1:]]
    return rows.select_related("report", "unit").defer("request", *texts)


def _origin(assignment, _request=None):
    return _("by a leader's directive") if assignment.directive_id else _("by the office")


def _urgency(assignment):
    """Said where there is any."""
    return assignment.get_urgency_display() if assignment.hurried else ""


def _report(assignment, request):
    day = date_format(assignment.assigned_at, "DATE_FORMAT")
    return format_html(
        "{}{}",
        cells.opened(request, assignment, assignment.report.title),
        cells.meta(assignment.number, _urgency(assignment), _origin(assignment), day),
    )


def _unit(assignment, _request):
    return format_html("{}{}", assignment.unit.name, cells.meta(assignment.get_part_display()))


def _state(assignment, _request):
    whom = assignment.waiting_for if assignment.waits else ""
    return format_html("{}{}", assignment.get_status_display(), cells.meta(whom))


def _due(assignment, _request):
    return assignment.duty and assignment.duty.due_at


def _light(assignment, request):
    """By when, and who it is where it is not the unit's turn."""
    duty = assignment.duty
    if not duty:
        return ""
    return format_html("{}{}", cells.of_duty(request, duty), "" if duty.unit_id else cells.meta(duty.holder))


FIRST = [
    Column("number", gettext_lazy("Number"), "number", cell=None),
    Column("report", gettext_lazy("Report"), "report.title", _report),
    Column("urgency", gettext_lazy("Urgency"), "get_urgency_display", cell=None),
    Column("origin", gettext_lazy("How it was assigned"), _origin, cell=None),
    Column("assigned", gettext_lazy("Assigned"), "assigned_at", cell=None, sort="assigned_at"),
    Column("unit", gettext_lazy("Unit"), "unit.name", _unit),
    Column("part", gettext_lazy("Part"), "get_part_display", cell=None),
    Column("state", gettext_lazy("State"), "get_status_display", _state, look="tight"),
    Column(
        "waiting", gettext_lazy("Waits for"), lambda a, _request: a.waits and a.waiting_for or "", cell=None
    ),
]
COLUMNS = [*FIRST, Column("due", gettext_lazy("By when"), _due, _light, sort="due_at", look="tight")]
ENDED = [*FIRST, Column("ended", gettext_lazy("Ended on"), "ended_at", sort="ended_at", look="tight")]
