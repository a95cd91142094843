"""Any order of the real verbs, at any hour: no report is lost, no rule is broken.

HYPOTHESIS_RUNS sets how many stories are tried; CI asks for 200, each of 50 steps.
"""

import os
from functools import partial
from uuid import UUID, uuid4

from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from feedback.workflow import give_opinion
from portal.people.models import Role
from reports import workflow as reports
from reports.models import Report
from reports.states import SEALABLE
from routing.models import DefaultRecipient, Series
from routing.workflow import assignments, directives, issues, returning, sealing
from tests.filings import event, filing
from tests.handlings import agreed, promise, revisit, waiting_part
from tests.inspections import finding, inspection
from tests.makers import NINE, TEXT, person, unit
from tests.policies import long_chain
from tests.stories.chain import Chain
from tests.stories.directing import Directing
from tests.stories.following import Following
from tests.stories.handling import Handling
from tests.stories.issues import Issues
from tests.stories.ledgers import Ledgers
from tests.stories.machine import about, room_for
from tests.stories.sources import Sources
from tests.stories.stations import Stations
from tests.stories.upward import Upward

RUNS = int(os.environ.get("HYPOTHESIS_RUNS", "25"))
STEPS = 50 if RUNS >= 200 else 30
ONCE = {"n": 0, "twice": True, "hours": 1}  # what a rule is given where each is taken once


class Portal(Chain, Directing, Following, Handling, Issues, Sources, Stations, Upward):
    """A small office, and everything anybody may do in it."""

    keys = 0

    def key(self):
        self.keys += 1
        return UUID(int=self.keys)

    # The author

    @room_for(Report)
    @rule()
    def begin(self):
        given = {"category": "urban", "occasion": "visit", "key": self.key(), "source": self.source(), **TEXT}
        first = reports.begin(by=self.office.author, at=self.at, **given)
        assert first == reports.begin(by=self.office.author, at=self.at, **given)
        self.ledgers.filed += 1
        self.ledgers.read()

    @about(Report, "draft", "returned")
    def save(self, report, n):
        text = TEXT | {"advice": f"第{n}稿。"}
        self.act(reports.save_draft, report, by=report.author, version=report.written.version, **text)

    @about(Report, "draft", "returned")
    def submit(self, report, _n):
        self.act(reports.submit, report, by=report.author)

    @about(Report, "submitted", "returned")
    def withdraw(self, report, _n):
        self.act(reports.withdraw, report, by=report.author)

    @about(Report, "withdrawn")
    def write_again(self, report, _n):
        known = Report.objects.count()
        self.act(reports.write_again, report, by=report.author)
        self.ledgers.filed += Report.objects.count() - known

    @about(Report, "draft")
    def delete_draft(self, report, _n):
        self.act(reports.delete_draft, report, by=report.author, version=report.draft.version)

    @about(Report, "answered")
    def give_opinion(self, report, n):
        result = ["mostly", "dissatisfied"][n % 2]
        said = {"handling": "satisfied", "result": result, "may_contact": n % 3 > 0}
        self.act(give_opinion, report, by=report.author, **said)

    # The office

    @about(Report, "submitted")
    def take_up(self, report, n):
        self.act(reports.take_up, report, by=[self.office.clerk, self.office.editor][n % 2])

    @about(Report, "editing")
    def take_over(self, report, _n):
        others = {self.office.clerk, self.office.editor} - {report.taken_by}
        self.act(reports.take_over, report, by=others.pop(), note="值班交接。")

    @about(Report, "editing")
    def hand_over(self, report, _n):
        others = {self.office.clerk, self.office.editor} - {report.taken_by}
        self.act(reports.hand_over, report, by=report.taken_by, to=others.pop(), note="外出开会。")

    @about(Report, "editing")
    def edit(self, report, n):
        text = TEXT | {"advice": f"编辑第{n}稿。"}
        self.act(reports.edit, report, by=report.taken_by, version=report.version, **text)

    @about(Report, "editing")
    def submit_for_signoff(self, report, _n):
        self.act(reports.submit_for_signoff, report, by=report.taken_by)

    @about(Report, "submitted", "editing", "signed", "closed")
    def relate(self, report, n):
        others = [
            other for other in self.ledgers.rows[Report] if other.status not in ("draft", report.status)
        ]
        earlier, kind = others[n % len(others)], ["same", "new_facts", "different"][n % 3]
        self.act(reports.relate, report, by=self.office.clerk, earlier=earlier, kind=kind)

    @about(Report, "submitted", "editing")
    def return_to_author(self, report, _n):
        said = {"reason": "no_advice", "note": "请补充建议。"}
        self.act(reports.return_to_author, report, by=self.office.clerk, **said)

    @about(Report, "submitted", "editing", "returned")
    def keep_on_file(self, report, _n):
        self.act(reports.keep_on_file, report, by=self.office.clerk, reason="known", note="已有政策。")

    @about(Report, "submitted", "editing", "returned")
    def refuse(self, report, _n):
        self.act(reports.refuse, report, by=self.office.clerk, reason="promotion", note="宣传内容。")

    @about(Report, "kept", "refused")
    def reconsider(self, report, n):
        by = [self.office.clerk, self.office.editor][n % 2]
        self.act(reports.reconsider, report, by=by, note="情况有变。")

    @about(Report, *sorted(SEALABLE))
    def refuse_classified(self, report, n):
        by = [self.office.clerk, self.office.editor, self.office.signer][n % 3]
        self.act(sealing.refuse_classified, report, by=by)

    @about(Report, "sealed")
    def purge_or_unseal(self, report, n):
        self.act([sealing.purge, sealing.unseal][n % 2], report, by=self.office.security)

    @about(Report, "awaiting_signoff")
    def sign_off(self, report, _n):
        self.act(reports.sign_off, report, by=self.office.signer, text_hash=report.working.text_hash)

    @about(Report, "awaiting_signoff")
    def send_back(self, report, _n):
        self.act(reports.send_back, report, by=self.office.signer, note="数字请核实。")

    @about(Report, "issued")
    def conclude(self, report, _n):
        self.act(reports.conclude, report, by=self.office.clerk, note="已供领导参阅。")

    @about(Report, "signed", "issued")
    def transfer(self, report, n):
        self.act(assignments.transfer, report, by=self.office.clerk, **self.some_units(n))

    # Leaders and units

    def some_units(self, n):
        """One unit, one with others, or two that each answer for a part."""
        units = list(self.office.officers)
        units = units[n % 3 :] + units[: n % 3]
        return [
            {"lead": units[:1]}, {"lead": units[:1], "co": units[1:]}, {"lead": units[:2]}
        ][n % 3]  # fmt: skip


def furnish(office):
    """Something on every desk, so that a short story too comes to every step."""
    third = unit("城市运行中心")
    office.officers = {
        office.unit: office.officer,
        office.co_unit: office.co_officer,
        third: person("third", Role.OFFICER, at=third),
    }
    office.liaison = person("liaison", Role.LIAISON)
    for status in ("received", "open", "writing", "settled"):
        office.matter(status)
    walked = [
        "submitted", "editing", "editing", "merged", "awaiting_vetting", "with_chair", "awaiting_signoff",
        "signed", "placed", "issued", "handling", "answered", "contested", "sealed", "sealed", "kept",
        "withdrawn", "draft",
    ]  # fmt: skip
    office.lead(), office.commission(), office.appointment()
    for status in walked:
        office.report(status)
    replied = office.report("handling").assignments.get(part="lead")
    assignments.sign_for(replied, by=office.officer, at=NINE)
    office.replied(replied, NINE)
    waiting, signed = (office.report("placed").piece.issue for _ in range(2))
    for issue in (waiting, signed):
        issues.submit_issue(issue, by=office.clerk, at=NINE)
    issues.sign_issue(signed, by=office.signer, at=NINE, text_hash=signed.text_hash)
    office.extra = Series.objects.get(code="extra")
    DefaultRecipient.objects.create(series=office.extra, name="市档案馆", copies=2)
    sent = office.report("issued").piece.issue
    issues.correct_issue(sent, by=office.clerk, at=NINE, note="数字有误。")
    filing(office, status="draft"), event(office, filing(office)), filing(office, status="received")
    for status in ("open", "slipped", "reported"):
        promise(office, status)
    waiting_part(office), revisit(office), agreed(office)
    returned = office.report("handling").assignments.get(part="lead")
    returning.request_return(returned, by=office.officer, at=NINE, note="不属我局职责。")
    inspection(office), finding(office), finding(office, "mending"), finding(office, "answered")
    with_units(office)
    directed(office)
    vetting = office.report("placed").piece.issue
    with long_chain(office):
        issues.submit_issue_for_vetting(vetting, by=office.clerk, at=NINE)


def with_units(office):
    """Both parts of a matter being handled, and one whose unit asks for more time."""
    for slip in office.report("handling").assignments.all():
        assignments.sign_for(slip, by=office.officers[slip.unit], at=NINE)
    asking = office.report("handling").assignments.get(part="lead")
    assignments.sign_for(asking, by=office.officer, at=NINE)
    assignments.request_time(asking, by=office.officer, at=NINE, days=5, note="需要更多时间。")


def directed(office):
    """A directive without a unit, and one to be reported back to its leader."""
    said = {"by": office.leader, "at": NINE, "key": uuid4(), "text": "请办公室研究。"}
    directives.direct(office.report("issued").piece, **said)
    told = office.report("issued")
    office.registered(told.piece, NINE, lead=[office.unit], leader_name="省领导甲", rank="provincial")
    office.answered(told, NINE)


def furnished(office):
    furnish(office)
    before = Ledgers()
    before.check(NINE)
    before.check_news(NINE)
    return before


def test_each_rule_can_be_the_first_one(office):
    """A rule that never holds would try nothing. Each is taken once, and its page sent twice."""
    before, idle = furnished(office), []
    for each in Portal.setup_state().rules:
        machine = Portal(office, before)
        try:
            if all(holds(machine) for holds in each.preconditions):
                each.function(machine, **{name: ONCE[name] for name in each.arguments})
            else:
                idle.append(each.function.__name__)
        finally:
            machine.put_back()
    assert not idle, "\n".join(idle)


def test_any_order_of_verbs(office):
    before = furnished(office)
    run_state_machine_as_test(
        partial(Portal, office, before),
        settings=settings(
            max_examples=RUNS, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip
