"""The sample year's issues: composed, signed, sent, delivered; one declared void, one corrected."""

from datetime import timedelta

from routing.models import DefaultRecipient, Issue, Line, Rank, Series
from routing.workflow import issues

EVERY = 7  # issues, of which one is an extra one
PAPER = [
    Line(Rank.PEER, name="中共天河市委办公室", copies=2),
    Line(Rank.PEER, name="天河市人民政府办公室", copies=2),
    Line(Rank.DOWN, name="各县区政协", copies=8),
]  # fmt: skip


class Issues:
    """What becomes of signed reports; `year` knows the people and the hours."""

    def __init__(self, year):
        self.year, self.people = year, year.register.people
        self.series = {series.code: series for series in Series.objects.all()}
        self.leaders = [self.people["sunbo"], self.people["wuyue"]]
        self.begun = 0
        lines = [*(Line(Rank.UP, leader) for leader in self.leaders), *PAPER]
        DefaultRecipient.objects.bulk_create(
            DefaultRecipient(series=series, position=n, **line._asdict())
            for series in self.series.values()
            for n, line in enumerate(lines, 1)
        )

    def compose(self, walks):
        self.begun += 1
        at = max(walk.later(0.5) for walk in walks)
        series = self.series["special" if self.begun % EVERY else "extra"]
        issue = issues.begin_issue(by=self.people["lihui"], at=at, series=series)
        for walk in walks:
            walk.report.refresh_from_db()
            issues.place(issue, by=self.people["lihui"], at=at, report=walk.report)
        return issue, at

    def sign(self, issue, at):
        issues.submit_issue(issue, by=self.people["lihui"], at=at)
        at = self.year.in_office(at + timedelta(hours=0.4))
        issues.sign_issue(issue, by=self.people["chenjing"], at=at, text_hash=issue.text_hash)
        return at

    def publish(self, walks, unread=False):
        """Signed, sent, read and handed over, except that `unread` waits for one of its readers."""
        issue, at = self.compose(walks)
        at = self.year.in_office(self.sign(issue, at) + timedelta(hours=0.4))
        issues.publish_issue(issue, by=self.people["lihui"], at=at)
        self._hand_over(issue, at)
        for reader in self.leaders[: 1 if unread else None]:
            read = self.year.in_office(at + self.year.rng.random() * timedelta(hours=9))
            for piece in issue.pieces.all() if read < self.year.now else ():
                issues.mark_read(issue, by=reader, at=read, piece=piece)
        return at

    def _hand_over(self, issue, at):
        paper = list(issue.recipients.filter(user=None))
        at = self.year.in_office(at + timedelta(hours=0.5))
        said = {"recipients": paper, "way": "paper", "note": "机要交换"}
        issues.record_delivery(issue, by=self.people["lihui"], at=at, **said)

    def leave_unfinished(self, walks):
        """Declared void once, with its number, and composed anew."""
        issue, at = self.compose(walks)
        at = self.sign(issue, at)
        issues.void_issue(issue, by=self.people["chenjing"], at=at, note="增补内容后重新编发，本期作废。")
        self.compose(walks)

    def correct(self):
        """A figure in the last issue but one was wrong."""
        now, clerk = self.year.now, self.people["lihui"]
        old = Issue.objects.published().order_by("-published_at")[1]
        issue = issues.correct_issue(old, by=clerk, at=now, note="文中一处数字有误，另发更正。")
        lines = [recipient.line for recipient in issue.recipients.select_related("user")]
        order = list(issue.pieces.values_list("pk", flat=True))
        said = {
            "note": "本期对原刊发内容的一处数字作了更正，请以本期为准。",
            "order": order,
            "recipients": lines,
        }
        issues.arrange(issue, by=clerk, at=now, version=issue.version, **said)
        issue.refresh_from_db()
        self.sign(issue, now)
        issues.publish_issue(issue, by=clerk, at=now)
