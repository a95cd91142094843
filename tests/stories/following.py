"""What the office does about the units, for the state machine."""

from datetime import timedelta

from portal.workdays import local_day
from reports.models import Duty, Entry
from routing.models import Assignment, Finding, Inspection
from routing.states import AT_UNIT
from routing.workflow import inspections
from routing.workflow.chasing import chased_today
from tests.stories.machine import about, chased


class Following:
    """A word to whoever has something, once a day; inspections, and what they find."""

    @about(Assignment, *sorted(AT_UNIT))
    def chase(self, assignment, n):
        by = [self.office.clerk, self.office.signer, self.office.supervisor][n % 3]
        said = Entry.objects.about(assignment).filter(kind="chase")
        owed, before = Duty.objects.about(assignment).open().exclude(unit=None), said.count()
        self.act(chased, assignment, by=by)
        assert all(chased_today(duty, self.at) for duty in owed)
        assert said.count() - before <= len(owed)

    def few_inspections(self, _assignment):
        return len(self.ledgers.rows[Inspection]) < 4

    @about(Assignment, "handling", "passed", such_that=few_inspections)
    def plan_inspection(self, assignment, _n):
        said = {"key": self.key(), "held_on": local_day(self.at), "place": "东湖区"}
        said |= {"people": [self.office.clerk], "assignments": [assignment]}
        planned = inspections.plan_inspection(by=self.office.clerk, at=self.at, **said)
        assert planned.findings.count() == 1
        self.ledgers.read()

    @about(Inspection, "planned")
    def hold_or_cancel_inspection(self, inspection, n):
        if n % 4:
            said = {"held_on": inspection.held_on, "account": "总体较好。"}
            self.act(inspections.hold_inspection, inspection, by=self.office.clerk, **said)
        else:
            self.act(inspections.cancel_inspection, inspection, by=self.office.clerk, note="另行安排。")

    @about(Finding, "listed", such_that=lambda self, item: item.inspection.status == "held")
    def record_or_find_nothing(self, finding, n):
        if n % 3:
            said = {"text": "有问题。", "to_mend": "限期整改。"}
            said |= {"mend_by": local_day(self.at) + timedelta(days=n + 1)}
            self.act(inspections.record_finding, finding, by=self.office.clerk, **said)
        else:
            self.act(inspections.find_nothing, finding, by=self.office.clerk, text="办理到位。")

    @about(Finding, "mending")
    def mend_finding(self, finding, _n):
        officer = self.office.officers[finding.unit]
        self.act(inspections.mend_finding, finding, by=officer, answer="已整改。")

    @about(Finding, "answered")
    def pass_mended(self, finding, _n):
        self.act(inspections.pass_mended, finding, by=self.office.clerk, result="已核实。")

    @about(Finding, "answered")
    def send_mended_back(self, finding, n):
        said = {"note": "还有一处。", "mend_by": local_day(self.at) + timedelta(days=n + 1)}
        self.act(inspections.send_mended_back, finding, by=self.office.clerk, **said)
