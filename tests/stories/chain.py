"""The steps between the editor's desk and the signature: several into one, the vetter, the chair."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from reports import workflow as reports
from reports.models import Report
from reports.states import IN_REVIEW, TO_BE_REPORTED, State
from reports.workflow.chain import take_back
from routing.states import FilingState, IssueState
from routing.workflow.recalling import recall_signature
from tests.makers import TEXT
from tests.policies import long_chain
from tests.stories.machine import TEN_MINUTES, about


class Chain:
    """Part of the office's side."""

    @about(Report, "editing")
    def submit_for_vetting(self, report, _n):
        with long_chain(self.office):
            self.act(reports.submit_for_vetting, report, by=report.taken_by)

    @precondition(lambda self: self.promised())
    @rule(n=st.integers(0, 99))
    def explain_delay(self, n):
        """Said twice it stands there twice, so this page is not sent again."""
        found, self.at = self.promised(), self.at + TEN_MINUTES
        said = {"by": self.office.supervisor, "at": self.at, "note": "数字待核实。"}
        reports.explain_delay(found[n % len(found)], **said)
        self.ledgers.read()

    def promised(self):
        return [r for r in self.ledgers.rows[Report] if r.status in IN_REVIEW | TO_BE_REPORTED]

    @about(Report, "awaiting_vetting")
    def vet(self, report, n):
        text = [report.working.parts(), TEXT | {"advice": f"核稿第{n}稿。"}][n % 2]
        self.act(reports.vet, report, by=self.office.vetter, version=report.version, **text)

    @about(Report, "awaiting_vetting")
    def send_back_to_editor(self, report, _n):
        self.act(reports.send_back_to_editor, report, by=self.office.vetter, note="数字请核实。")

    @about(Report, "editing", "awaiting_vetting", "awaiting_signoff", such_that=lambda _s, r: not r.important)
    def mark_important(self, report, n):
        by = [self.office.vetter, self.office.signer][n % 2]
        self.act(reports.mark_important, report, by=by)

    @about(Report, "awaiting_signoff")
    def ask_chair(self, report, _n):
        self.act(reports.ask_chair, report, by=self.office.signer)

    @about(Report, "with_chair")
    def endorse(self, report, n):
        text = [report.working.parts(), TEXT | {"advice": f"主席第{n}稿。"}][n % 2]
        self.act(reports.endorse, report, by=self.office.chair, version=report.version, **text)

    @about(Report, "with_chair")
    def send_back_from_chair(self, report, _n):
        self.act(reports.send_back_from_chair, report, by=self.office.chair, note="再议。")

    @about(Report, "awaiting_vetting", "with_chair", "awaiting_signoff")
    def take_back(self, report, n):
        self.act(take_back, report, by=[self.office.clerk, report.taken_by][n % 2], note="漏附材料。")

    def inside(self, report):
        """In no issue that was handed in, and filed nowhere."""
        composed = not report.piece or report.piece.issue.status == IssueState.DRAFT
        return composed and not report.filed.exclude(filing__status=FilingState.DRAFT).exists()

    @about(Report, "signed", "placed", such_that=inside)
    def recall_signature(self, report, n):
        self.act(
            recall_signature, report, by=[self.office.signer, self.office.chair][n % 2], note="重新核签。"
        )

    def partners(self, report):
        """What the same editor has in hand; what carries others itself is carried by none."""
        editing = [r for r in self.ledgers.rows[Report] if r.status == State.EDITING and r != report]
        return [r for r in editing if r.taken_by == report.taken_by and not report.carried.exists()]

    @about(Report, "editing", such_that=partners)
    def merge(self, report, n):
        hosts = self.partners(report)
        self.act(reports.merge, report, by=report.taken_by, host=hosts[n % len(hosts)])

    def material(self, _host):
        return [r for r in self.ledgers.rows[Report] if r.status in (State.SUBMITTED, State.KEPT)]

    @about(Report, "editing", such_that=material)
    def merge_all(self, host, n):
        """From the queue and from what is kept on file."""
        found = self.material(host)[: 1 + n % 2]
        self.act(reports.merge_all, host, by=host.taken_by, reports=found, note="同类情况。")

    @about(Report, "merged", such_that=lambda self, report: not report.carried_by.signed_at)
    def unmerge(self, report, _n):
        self.act(reports.unmerge, report, by=report.carried_by.taken_by)
