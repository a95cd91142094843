"""An issue being composed: which pieces in which order, for whom; and a correction of one that went out."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext

from portal.days import workdays
from portal.ledger.engine import TooLate, begin, lock, require, take
from portal.people.rules import is_clerk
from reports import workflow as reports
from routing.models import Issue, Piece, Recipient
from routing.states import SENT, IssueState


@transaction.atomic
def begin_issue(*, by, at, series, recipients=None):
    """Opens an issue for the usual recipients of its series, or the one that somebody began and left empty.

    Where other recipients are named it is a new one.
    """
    require(is_clerk, by=by, at=at)
    lock(series)
    empty = series.issues.filter(status=IssueState.DRAFT, pieces=None, corrects=None, number=None).first()
    if empty and recipients is None:
        return empty
    usual = [line.line for line in series.recipients.select_related("user")]
    issue = _begin(usual if recipients is None else recipients, series=series, by=by, at=at)
    begin("begin_issue", issue, by=by, at=at)
    return issue


def _begin(recipients, *, by, at, **fields):
    issue = Issue.objects.create(year=workdays.local_day(at).year, created_at=at, created_by=by, **fields)
    _address(issue, recipients)
    return issue


def _address(issue, lines):
    """Makes these the issue's recipients, in this order."""
    issue.recipients.all().delete()
    Recipient.objects.bulk_create(
        Recipient(issue=issue, position=n, **line._asdict()) for n, line in enumerate(lines, 1)
    )


@transaction.atomic
def correct_issue(issue, *, by, at, note):
    """Begins a new issue that names this one, with copies of its pieces; what went out stays as it is.

    Raises ValidationError while another correction of it is under way.
    """
    take("correct_issue", issue, by=by, at=at, note=note)
    if other := issue.corrections.exclude(status__in=[*SENT, IssueState.VOID]).first():
        raise ValidationError(gettext("It is already being corrected: %(issue)s.") % {"issue": other})
    lines = [recipient.line for recipient in issue.recipients.select_related("user")]
    new = _begin(lines, series=issue.series, corrects=issue, note=issue.note, by=by, at=at)
    Piece.objects.bulk_create(
        Piece(
            issue=new, report_id=piece.report_id, live=False, position=piece.position,
            author_line=piece.author_line, **piece.parts(),
        )
        for piece in issue.pieces.all()
    )  # fmt: skip
    begin("begin_correction", new, by=by, at=at, note=note, changes={"corrects": issue.pk})
    return new


@transaction.atomic
def place(issue, *, by, at, report):
    """Puts a signed report at the end of the issue, with its own copy of the signed text.

    Raises TooLate in a correction too: it has the pieces of the issue that it corrects.
    """
    changes, own = {"placed": report.pk}, {"corrects": None}
    take("compose", issue, by=by, at=at, changes=changes, where=own, version=F("version") + 1)
    reports.place(report, by=by, at=at, issue=issue)
    last = issue.pieces.aggregate(last=Max("position"))["last"] or 0
    Piece.objects.create(
        issue=issue, report=report, position=last + 1, author_line=author_line(report), **report.parts()
    )


@transaction.atomic
def put_into(report, *, by, at, issue=None, series=None):
    """Places the report in this issue, or in the next one of the series. Returns the issue."""
    issue = issue or begin_issue(by=by, at=at, series=series)
    place(issue, by=by, at=at, report=report)
    return issue


@transaction.atomic
def take_out(issue, *, by, at, piece):
    """The report waits for a place again; of a correction only the copy goes."""
    take("compose", issue, by=by, at=at, changes={"taken_out": piece.report_id}, version=F("version") + 1)
    if piece.live:
        reports.take_out(piece.report, by=by, at=at, issue=issue)
    if not issue.pieces.filter(pk=piece.pk).delete()[0]:
        raise TooLate(gettext("Somebody was faster: this piece is no longer in the issue."))


@transaction.atomic
def arrange(issue, *, by, at, version, order, note, recipients, texts=None):
    """Sets the order of the pieces, the editor's note, the recipients and, in a correction, the words.

    `recipients` are Lines, `texts` is {piece's id: {part: words}}. Raises TooLate on a stale version.
    """
    changes = {
        "note": note,
        "order": order,
        "recipients": [str(line.user or line.name) for line in recipients],
    }
    take("compose", issue, by=by, at=at, where={"version": version}, version=version + 1, changes=changes)
    issue.note = note
    issue.save(update_fields=["note"])
    places = {pk: n for n, pk in enumerate(order, 1)}
    for piece in issue.pieces.all():
        if piece.position != places.get(piece.pk, piece.position):
            piece.position = places[piece.pk]
            piece.save(update_fields=["position"])
    for pk, words in (texts or {}).items():
        issue.pieces.filter(pk=pk, live=False).update(**words)
    _address(issue, recipients)


def author_line(report):
    """Every author of every original, the first of each with the position: printed under a piece."""
    return "、".join(dict.fromkeys(name for source in report.sources for name in _titled(source)))


def _titled(report):
    first = report.byline
    if first == report.author.name:
        first += f"（{report.author.position or report.organisation.name}）"
    joint = (f"{a.name}（{a.field}）" if a.field else a.name for a in report.authors.all()[1:])
    return [first, *joint]
