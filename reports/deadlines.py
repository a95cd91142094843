"""By when, until a report is signed. The numbers are the defaults of practice; see docs/due.md."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.days.deadlines import Clock, Due, Limit, dated, last_working, on_day, opening, same_day
from portal.ledger.models import Duty
from reports.models import Report
from reports.states import IN_REVIEW, TO_BE_REPORTED

A_MONTH = timedelta(days=30)

REVISE = Limit("revise", _("The author revises a returned report"), 10, place=220)
FOLLOW_UP = Limit("follow_up", _("A published report is assigned or concluded"), 10, place=230)
GIVE_OPINION = Limit(
    "give_opinion", _("The author gives an opinion; after that it is closed without one"), 7, place=240
)
DECIDE_REOPENING = Limit(
    "decide_reopening", _("The office decides whether a matter is handled again"), 3, place=140
)
LOOK_AT_MATTER = Limit("look_at_matter", _("A station looks at a suggestion"), 2, of_matters=False, place=250)
RESOLVE_MATTER = Limit(
    "resolve_matter", _("A station says what became of a suggestion"), 15, of_matters=False, place=260
)
HOST_HANDLED = Limit(
    "host_handled", _("A merged report is looked at while units have its host"), 60, place=280
)

SIGN_BY = Clock(Report, "sign_by", since="submitted_at", running=Q(signed_at=None, status__in=IN_REVIEW))
REPORT_BY = Clock(
    Report, "report_by", since="signed_at", running=Q(reported_at=None, status__in=TO_BE_REPORTED)
)


@dated("commissioned", _("The day that was named when it was asked for"))
def commissioned(commission, at, calendar):
    """The end of the day that the office named."""
    return on_day(commission.due_on, commissioned.code, at, calendar)


answer_commission = Limit(
    "accept_commission", _("Whoever is asked for a report accepts or declines"), 3, of_matters=False,
    within=commissioned, place=270,
)  # fmt: skip


@dated("term_ends", _("The last working day of the term"))
def term_ends(appointment, at, calendar):
    """The contact officer is reminded a month before."""
    day, before = last_working(appointment.until, calendar), opening(appointment.until - A_MONTH, calendar)
    return on_day(day, term_ends.code, at, calendar, remind=before)


def host_of(duty):
    """The report that the one of this duty was merged into."""
    return duty.subject_type_id, duty.report.carried_by_id


@dated("with_host", _("The date of the report it was merged into"), follows=host_of)
def with_host(report, at, calendar):
    """The date of the report it was merged into, not before today's cut-off; 60 days while units have it."""
    host = Duty.objects.about(report.carried_by).open().order_by("due_at").last()
    if not host:
        return HOST_HANDLED(report, at, calendar)
    # Before that date, whoever has the host is reminded.
    due_at = max(host.due_at, same_day(report, at, calendar).at)
    return Due(due_at, with_host.code, due_at, host.reckoning, host.provisional)
