"""Words that must not get about (tests/test_canaries.py), planted in directives that came on paper."""

from reports.models import Duty
from routing.workflow import directives
from routing.workflow.chasing import chase
from tests.makers import NINE
from tests.world import HOUR, attach


def planted_on_paper(o, report):
    """Directives off the paper: with a unit, open to the authors, open no longer, on the issue as a whole."""
    at, later = NINE + 4 * HOUR, {"by": o.clerk, "at": NINE + 4 * HOUR}
    first = {"leader_name": "canaryoutsider", "text": "canarypaper", "lead": [o.unit]}
    paper = o.registered(report, at, **first)
    attach(paper, o.clerk, name="canaryscan.pdf")
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
