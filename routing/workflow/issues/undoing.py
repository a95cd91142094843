"""An issue that does not go out as it was meant to: void, given up, or let go of by a report."""

from django.db import transaction
from django.db.models import F, Q

from portal.ledger.engine import lock, take
from reports import workflow as reports
from routing.models import Issue
from routing.states import IssueState as S
from routing.workflow.issues.approving import UNSIGNED


@transaction.atomic
def void_issue(issue, *, by, at, note):
    """The number stays taken, so that there is no gap; its reports wait for a place again."""
    lock(issue)
    issue.refresh_from_db()
    take("void_issue", issue, by=by, at=at, note=note, printed=issue.printed or issue.as_composed())
    _let_all_go(issue, at)


def _let_all_go(issue, at):
    for piece in issue.pieces.filter(live=True).select_related("report").order_by("report_id"):
        issue.pieces.filter(pk=piece.pk).update(live=False)
        reports.take_out(piece.report, by=None, at=at, issue=issue)


@transaction.atomic
def drop_issue(issue, *, by, at, note):
    """What has no number yet is given up: its reports wait for a place again, what it corrects stands."""
    lock(issue)
    take("drop_issue", issue, by=by, at=at, note=note)
    _let_all_go(issue, at)


@transaction.atomic
def let_go(report, *, at):
    """Follows from sealing a report: it leaves what is under way; a void issue hides it from now on."""
    for piece in report.pieces.filter(live=True).select_related("issue").order_by("issue_id"):
        pull(piece, at=at)
    _print_without(report, Issue.objects.exclude(status=S.VOID))


@transaction.atomic
def forget(report, *, at):
    """Follows from purging a report: no issue keeps a word of it, neither as a piece nor to print."""
    for piece in report.pieces.select_related("issue").order_by("issue_id"):
        strike_out(piece, at=at)
    _print_without(report, Issue.objects.all())


def _print_without(report, issues):
    for place in ("printed", "read_before"):
        kept = Q(**{f"{place}__pieces__contains": [{"report": report.pk}]})
        issues.filter(kept).update(**{place: None})


def pull(piece, *, at):
    """A number once given stays with the issue, so that there is no gap."""
    take(
        "pull", piece.issue, by=None, at=at, changes={"taken_out": piece.report_id}, version=F("version") + 1,
        **UNSIGNED,
    )  # fmt: skip
    piece.delete()


def strike_out(piece, *, at):
    """Of a void issue only the number and the other pieces stay."""
    take("strike_out", piece.issue, by=None, at=at, changes={"taken_out": piece.report_id}, **UNSIGNED)
    piece.delete()
