"""Issues in any order of verbs: composed, approved, undone, delivered, corrected, in two series."""

from hypothesis.stateful import rule

from reports.models import Report
from reports.states import State
from routing.models import Issue, Line, Rank
from routing.workflow import issues
from tests.policies import long_chain
from tests.stories.machine import MOST, about, room_for

UNSENT = ("draft", "awaiting_vetting", "awaiting_signoff", "signed")


class Issues:
    """Part of the office's side, and the leader who reads."""

    @room_for(Issue)
    @rule()
    def begin_issue(self):
        series = [self.office.series, self.office.extra][len(self.ledgers.rows[Issue]) % 2]
        issues.begin_issue(by=self.office.clerk, at=self.at, series=series)
        self.ledgers.read()

    @about(Issue, "draft", such_that=lambda self, i: not i.corrects_id and self.signed_reports())
    def place(self, issue, n):
        waiting = self.signed_reports()
        self.act(issues.place, issue, by=self.office.clerk, report=waiting[n % len(waiting)])

    def signed_reports(self):
        return [report for report in self.ledgers.rows[Report] if report.status == State.SIGNED]

    @about(Issue, "draft", such_that=lambda self, issue: issue.pieces.exists())
    def take_out(self, issue, n):
        pieces = list(issue.pieces.all())
        self.act(issues.take_out, issue, by=self.office.clerk, piece=pieces[n % len(pieces)])

    @about(Issue, "draft")
    def arrange(self, issue, n):
        order = list(issue.pieces.order_by("-position").values_list("pk", flat=True))
        to = [Line(Rank.UP, self.office.leader), Line(Rank.DOWN, name="各县政协", copies=n + 1)][: 1 + n % 2]
        said = {"order": order, "note": f"按语{n}", "recipients": to}
        if issue.corrects_id:
            said["texts"] = {pk: {"advice": f"更正第{n}稿。"} for pk in order}
        self.act(issues.arrange, issue, by=self.office.clerk, version=issue.version, **said)

    @about(Issue, "draft", such_that=lambda self, issue: issue.pieces.exists())
    def submit_issue(self, issue, _n):
        self.act(issues.submit_issue, issue, by=self.office.clerk)

    @about(Issue, "draft", such_that=lambda self, issue: issue.pieces.exists())
    def submit_issue_for_vetting(self, issue, _n):
        with long_chain(self.office):
            self.act(issues.submit_issue_for_vetting, issue, by=self.office.clerk)

    @about(Issue, "awaiting_vetting")
    def vet_issue(self, issue, _n):
        self.act(issues.vet_issue, issue, by=self.office.vetter, text_hash=issue.text_hash)

    @about(Issue, "awaiting_vetting")
    def send_issue_back_to_compiler(self, issue, _n):
        self.act(issues.send_issue_back_to_compiler, issue, by=self.office.vetter, note="数字请核。")

    @about(Issue, "awaiting_signoff")
    def send_issue_back(self, issue, _n):
        self.act(issues.send_issue_back, issue, by=self.office.signer, note="按语请改。")

    @about(Issue, "awaiting_signoff")
    def sign_issue(self, issue, _n):
        self.act(issues.sign_issue, issue, by=self.office.signer, text_hash=issue.text_hash)

    @about(Issue, "signed")
    def reopen_issue(self, issue, _n):
        self.act(issues.reopen_issue, issue, by=self.office.clerk, note="日期有误。")

    @about(Issue, *UNSENT, such_that=lambda self, issue: issue.number)
    def void_issue(self, issue, _n):
        self.act(issues.void_issue, issue, by=self.office.signer, note="另行编发。")

    @about(Issue, *UNSENT, such_that=lambda self, issue: not issue.number)
    def drop_issue(self, issue, _n):
        self.act(issues.drop_issue, issue, by=self.office.clerk, note="改编入下期。")

    @about(Issue, "signed")
    def publish_issue(self, issue, _n):
        self.act(issues.publish_issue, issue, by=self.office.clerk)

    @about(Issue, "published")
    def record_delivery(self, issue, n):
        waiting = list(issue.recipients.waiting())
        said = {"recipients": waiting[: 1 + n % 2], "way": ["paper", "told"][n % 2]}
        self.act(issues.record_delivery, issue, by=self.office.clerk, **said)

    def may_correct(self, issue):
        rows = self.ledgers.rows[Issue]
        under_way = [i for i in rows if i.corrects_id == issue.pk and i.status in UNSENT]
        return not under_way and self.made(Issue) < MOST

    @about(Issue, "published", "circulated", such_that=may_correct)
    def correct_issue(self, issue, _n):
        self.act(issues.correct_issue, issue, by=self.office.clerk, note="数字有误。")

    @about(Issue, "published", "circulated")
    def mark_read(self, issue, n):
        pieces = list(issue.pieces.all())
        said = {"by": self.office.leader, "at": self.at, "piece": pieces[n % len(pieces)]}
        issues.mark_read(issue, **said)
        issues.mark_read(issue, **said)
        self.ledgers.read()
