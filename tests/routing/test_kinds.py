"""One closing rule for three kinds of handling, against the rules by which other systems closed too soon.

Each story is walked step by step; at each step it says whether the matter is answered. Our rule is read off
the report; a defective one, tried on the very same rows, must differ from it somewhere, else the story proves
nothing.
"""

import pytest

from reports.models import Report
from reports.states import State
from routing.models import Assignment, Kind
from routing.workflow import assignments, closing
from tests.makers import NINE

LEAD, CO = "lead", "co"


def is_answered(report, _rows):
    return Report.objects.get(pk=report.pk).status == State.ANSWERED


def any_unit_has_answered(_report, rows):
    """Joint handling that ends with whichever unit writes first."""
    return any(row.status in ("replied", "passed", "opinion_sent") for row in rows)


def nobody_is_at_work(_report, rows):
    """Split handling that ends when all have written, whether anybody has read it or not."""
    return all(row.status in ("replied", "passed", "opinion_sent", "released", "returned") for row in rows)


def one_has_passed(_report, rows):
    """Split handling that ends with the first passed reply."""
    return any(row.status == "passed" for row in rows)


def only_opinions_are_out(_report, rows):
    """Joint handling that waits for every co-unit too: then one that never writes holds up the matter."""
    return all(row.status in ("passed", "opinion_sent") for row in rows)


# kind: (lead units, co-units, [(who, what, is the matter answered then?)], rules that must be found out)
STORIES = {
    Kind.ALONE: (
        1, 0,
        [(LEAD, "reply", False), (LEAD, "send_back", False), (LEAD, "reply", False), (LEAD, "pass", True)],
        [any_unit_has_answered, nobody_is_at_work],
    ),
    Kind.JOINT: (
        1, 1,
        [(CO, "opinion", False), (LEAD, "reply", False), (LEAD, "pass", True)],
        [any_unit_has_answered, nobody_is_at_work],
    ),
    "joint, a silent co-unit": (
        1, 1, [(LEAD, "reply", False), (LEAD, "pass", True)], [any_unit_has_answered, only_opinions_are_out]
    ),
    Kind.SPLIT: (
        2, 0,
        [
            (LEAD, "reply", False), (CO, "reply", False), (LEAD, "pass", False), (CO, "send_back", False),
            (CO, "reply", False), (CO, "pass", True),
        ],
        [any_unit_has_answered, nobody_is_at_work, one_has_passed],
    ),
}  # fmt: skip


class Story:
    """The first unit and the second, whatever part the second has."""

    def __init__(self, office, leads, co_units):
        self.office, self.report = office, office.report(State.SIGNED)
        both = [office.unit, office.co_unit]
        said = {"lead": both[:leads], "co": both[1:] if co_units else []}
        assignments.transfer(self.report, by=office.clerk, at=NINE, **said)
        for row, officer in zip(self.rows(), self.officers(), strict=False):
            assignments.sign_for(row, by=officer, at=NINE)

    def officers(self):
        return [self.office.officer, self.office.co_officer]

    def rows(self):
        return list(self.report.assignments.select_related("report", "unit", "directive"))

    def act(self, who, what):
        place = 0 if who == LEAD else 1
        first = [self.office.unit, self.office.co_unit][place]
        row = Assignment.objects.select_related("report", "unit").get(report=self.report, unit=first)
        officer = {"by": self.officers()[place], "at": NINE}
        if what == "reply":
            self.office.replied(row, NINE)
        elif what == "opinion":
            assignments.send_opinion(row, text="我局可提供数据。", **officer)
        elif what == "pass":
            closing.pass_reply(row, by=self.office.clerk, at=NINE)
        else:
            assignments.send_reply_back(row, by=self.office.clerk, at=NINE, note="请写明时限。")


@pytest.mark.parametrize("name", STORIES)
def test_each_kind_closes_by_its_own_rule_and_others_would_be_found_out(office, name):
    leads, co_units, steps, defective = STORIES[name]
    story, found_out = Story(office, leads, co_units), set()
    assert story.report.assignments.all().kind() == name.split(",")[0]
    for who, what, answered in steps:
        story.act(who, what)
        rows = story.rows()
        assert is_answered(story.report, rows) == answered, (who, what)
        found_out |= {rule for rule in defective if rule(story.report, rows) != answered}
    assert found_out == set(defective)


def test_only_the_lead_unit_replies_and_only_a_co_unit_sends_an_opinion(office):
    story = Story(office, 1, 1)
    lead, co = story.report.assignments.all()
    kinds = {row.part: {duty.kind for duty in row_duties(row)} for row in (lead, co)}
    assert kinds == {"lead": {"reply"}, "co": {"send_opinion"}}


def row_duties(row):
    return row.report.duty_set.open().filter(subject_id=row.pk, subject_type__model="assignment")
