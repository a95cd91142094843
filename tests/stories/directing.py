"""Any order of verbs: what leaders write, here and on paper, and what the office does with it."""

from reports.models import Report
from reports.states import DIRECTABLE
from routing.models import Directive
from routing.states import SENT, DirectiveState
from routing.workflow import directives
from tests.stories.machine import MOST, about


class Directing:
    """The rules about directives."""

    def may_write(self, report):
        return self.made(Directive) < MOST and not report.carried_by_id

    def published(self, report):
        piece = self.ledgers.pieces.get(report.pk)
        return piece if piece and piece.issue.status in SENT else None

    def may_direct(self, report):
        return self.may_write(report) and self.published(report)

    @about(Report, "issued", "handling", "answered", "closed", such_that=may_direct)
    def direct(self, report, n):
        piece = self.published(report)
        units = self.some_units(n) if n % 4 else {}
        given = {"by": self.office.leader, "key": self.key(), "text": "请研办。"}
        self.act(directives.direct, [piece, piece.issue][n % 5 == 1], **given, **units)

    @about(Report, *sorted(DIRECTABLE), such_that=may_write)
    def register_directive(self, report, n):
        piece = self.published(report)
        subject = [report, piece, piece and piece.issue][n % 3] or report
        who = {"leader": self.office.leader} if n % 2 else {"leader_name": "省领导甲"}
        given = {"key": self.key(), "text": "请研办。", "rank": "provincial", "written_on": self.at.date()}
        units = self.some_units(n) if n % 4 else {}
        self.act(directives.register_directive, subject, by=self.office.clerk, **given, **who, **units)

    @about(Directive, "unassigned")
    def name_units(self, directive, n):
        some = {"pieces": directive.issue.pieces.all()[:1]} if directive.issue_id and n % 3 == 1 else {}
        if directive.leader_id and n % 2:
            self.act(directives.choose_units, directive, by=directive.leader, **self.some_units(n), **some)
        else:
            self.act(directives.name_units, directive, by=self.office.clerk, **self.some_units(n), **some)

    @about(Directive, "assigned", such_that=lambda _self, directive: directive.passed_by_office)
    def see_through(self, directive, _n):
        self.act(directives.see_through, directive, by=self.office.clerk)

    @about(Directive, "handled")
    def report_back(self, directive, n):
        way = sorted(Directive.Way)[n % 4]
        self.act(directives.report_back, directive, by=self.office.clerk, way=way, on=self.at.date())

    @about(Directive, "handled", "closed")
    def amend_outcome(self, directive, _n):
        outcome = f"已办结（{self.key().int}）。"  # twice the same would be no change
        self.act(directives.amend_outcome, directive, by=self.office.clerk, outcome=outcome)

    @about(Directive, *sorted(DirectiveState))
    def open_or_close_wording(self, directive, _n):
        verb = directives.close_wording if directive.wording_opened else directives.open_wording
        self.act(verb, directive, by=self.office.clerk, note="领导意见。")
