"""Words that must not get about (tests/test_canaries.py), planted in directives that came on paper."""

from feedback.models import Mail
from portal.ledger.models import Duty
from portal.people.models import User
from routing.workflow import directives, inspections
from routing.workflow.chasing import chase
from tests.inspections import inspection, visit
from tests.makers import NINE
from tests.world import HOUR, attach


def _planted_on_site(o, slip, at):
    """An inspection of what a unit has: as a whole for the office, each item for its unit."""
    found = inspection(o, slip, at=at)
    inspections.hold_inspection(found, by=o.clerk, at=at + 2 * HOUR, held_on=at.date(), account="canaryseen")
    item, later = found.findings.with_subject().get(), at + 3 * HOUR
    said = {"text": "canaryfound", "to_mend": "canaryfound", "mend_by": later.date()}
    inspections.record_finding(item, by=o.clerk, at=later, **said)
    inspections.mend_finding(item, by=o.officer, at=later, answer="canaryanswer")


def planted_on_paper(o, report):
    """Directives off the paper: with a unit, open to the authors, open no longer, on the issue as a whole."""
    at, later = NINE + 4 * HOUR, {"by": o.clerk, "at": NINE + 4 * HOUR}
    first = {"leader_name": "canaryoutsider", "text": "canarypaper", "lead": [o.unit]}
    paper = o.registered(report, at, **first)
    attach(paper, o.clerk, name="canaryscan.pdf")
    _planted_on_site(o, paper.assignments.get(), at)
    visit(o, at, agreed="canaryagreed", notes="canaryagreed")
    chase(list(Duty.objects.about(paper.assignments.get()).open()[:1]), note="canarychase", **later)
    second = {"leader_name": "canaryunnamedleader", "text": "canaryopened"}
    opened = o.registered(report, at, **second)
    directives.open_wording(opened, note="canaryopenedwhy", **later)
    attach(opened, o.clerk, name="canaryopenedscan.pdf")
    closed = o.registered(report, at, leader_name="某领导", text="canaryclosed")
    directives.open_wording(closed, note="领导同意。", **later)
    directives.close_wording(closed, note="另有考虑。", **later)
    o.registered(report.piece.issue, at, text="canarywholeissue")
    directives.amend_outcome(report.directives.get(leader=o.leader), outcome="canaryoutcome", **later)


def planted_unreached(user):
    """One of the mails to somebody was refused for good."""
    User.objects.filter(pk=user.pk).update(email="canaryunreached@example.test")
    mail = Mail.objects.filter(user=user).latest("pk")
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.FAILED, error="550 canaryserver")
