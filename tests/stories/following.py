"""What the office does about the units, for the state machine."""

from datetime import timedelta

from portal.days.workdays import local_day
from portal.ledger.models import Duty, Entry
from reports.models import Report
from routing.models import Assignment, Finding, Inspection, Revisit
from routing.models.revisits import had_a_hand, to_revisit
from routing.states import AT_UNIT
from routing.workflow import inspections, revisits
from routing.workflow.chasing import chased_today
from tests.stories.machine import MOST, about, chased


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
        return self.made(Inspection) < MOST

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

    def may_be_asked(self, report):
        return report.contact_agreed_at and to_revisit().filter(pk=report.pk).exists()

    @about(Report, "closed", such_that=may_be_asked)
    def plan_revisit(self, report, n):
        free = [u for u in (self.office.supervisor, self.office.chair) if u.pk not in had_a_hand(report)]
        if free:
            self.act(revisits.plan_revisit, report, by=self.office.clerk, person=free[n % len(free)])

    @about(Revisit, "planned")
    def record_or_drop_revisit(self, revisit, n):
        if n % 3 and revisit.person_id not in had_a_hand(revisit.report):
            said = {"way": "phone", "held_on": local_day(self.at), "said": "已经办好。"}
            self.act(revisits.record_revisit, revisit, by=revisit.person, **said)
        else:
            self.act(revisits.drop_revisit, revisit, by=self.office.clerk, note="已另行沟通。")

    @about(Finding, "answered")
    def pass_mended(self, finding, _n):
        self.act(inspections.pass_mended, finding, by=self.office.clerk, result="已核实。")

    @about(Finding, "answered")
    def send_mended_back(self, finding, n):
        said = {"note": "还有一处。", "mend_by": local_day(self.at) + timedelta(days=n + 1)}
        self.act(inspections.send_mended_back, finding, by=self.office.clerk, **said)
