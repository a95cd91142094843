"""Issues of the special report: composed, signed with a number, published to named readers."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from portal import workdays
from reports import workflow as reports
from reports.engine import Owed, Procedure, Step, TooLate, lock, post, require
from reports.rules import is_clerk, is_signer, nobody
from routing import deadlines
from routing.models import Issue, Numbering, Piece, Reader
from routing.states import IssueState as S

STEPS = [
    Step("compose", _("Compose"), {S.DRAFT}, S.DRAFT, is_clerk, listed=False),
    Step("submit_issue", _("Send for sign-off"), {S.DRAFT}, S.AWAITING_SIGNOFF, is_clerk, main=True),
    Step("sign_issue", _("Sign off"), {S.AWAITING_SIGNOFF}, S.SIGNED, is_signer, main=True),
    Step("send_issue_back", _("Send back"), {S.AWAITING_SIGNOFF}, S.DRAFT, is_signer),
    Step("pull", _("A report was taken back"), {S.DRAFT, S.AWAITING_SIGNOFF, S.SIGNED}, S.DRAFT, nobody),
    Step("publish_issue", _("Publish"), {S.SIGNED}, S.PUBLISHED, is_clerk, main=True),
]

# A draft owes nothing itself: each report in it does.
OWES = {
    S.AWAITING_SIGNOFF: [Owed("sign_issue", _("Sign the issue"), post("signer"), deadlines.same_day)],
    S.SIGNED: [Owed("publish_issue", _("Publish the issue"), post("clerk"), deadlines.same_day)],
}

PROCEDURE = Procedure({step.name: step for step in STEPS}, OWES)
take = PROCEDURE.take


@transaction.atomic
def begin_issue(*, by, at, readers):
    """Opens an empty issue for these readers."""
    require(is_clerk, by=by, at=at)
    issue = Issue.objects.create(year=workdays.local_day(at).year, created_at=at, created_by=by)
    Reader.objects.bulk_create(Reader(issue=issue, user=user) for user in readers)
    PROCEDURE.begin("begin_issue", issue, by=by, at=at)
    return issue


@transaction.atomic
def place(issue, *, by, at, report):
    """Puts a signed report at the end of the issue, with its own copy of the signed text."""
    take("compose", issue, by=by, at=at, changes={"placed": report.pk}, version=F("version") + 1)
    reports.place(report, by=by, at=at, issue=issue)
    last = issue.pieces.aggregate(last=Max("position"))["last"] or 0
    Piece.objects.create(
        issue=issue, report=report, position=last + 1, author_line=author_line(report), **report.parts()
    )


@transaction.atomic
def take_out(issue, *, by, at, piece):
    take("compose", issue, by=by, at=at, changes={"taken_out": piece.report_id}, version=F("version") + 1)
    reports.take_out(piece.report, by=by, at=at, issue=issue)
    piece.delete()


@transaction.atomic
def pull(piece, *, at):
    """Follows from sealing its report. A number once given stays with the issue, so that there is no gap."""
    take(
        "pull", piece.issue, by=None, at=at, changes={"taken_out": piece.report_id}, version=F("version") + 1,
        signed_at=None, signed_by=None, signed_hash="",
    )  # fmt: skip
    piece.delete()


@transaction.atomic
def arrange(issue, *, by, at, version, order, note, readers):
    """Sets the order of the pieces, the editor's note and the readers. Raises TooLate on a stale version."""
    changes = {"note": note, "order": order}
    take("compose", issue, by=by, at=at, where={"version": version}, version=version + 1, changes=changes)
    issue.note = note
    issue.save(update_fields=["note"])
    places = {pk: n for n, pk in enumerate(order, 1)}
    for piece in issue.pieces.all():
        piece.position = places.get(piece.pk, piece.position)
        piece.save(update_fields=["position"])
    issue.readers.exclude(user__in=readers).delete()
    Reader.objects.bulk_create((Reader(issue=issue, user=u) for u in readers), ignore_conflicts=True)


@transaction.atomic
def submit_issue(issue, *, by, at, note=""):
    lock(issue)
    if not issue.pieces.exists() or not issue.readers.exists():
        raise ValidationError(_("An issue needs at least one piece and one reader."))
    take("submit_issue", issue, by=by, at=at, note=note, changes={"text": issue.text_hash})


@transaction.atomic
def sign_issue(issue, *, by, at, text_hash, note=""):
    """Approves exactly what has this hash and gives it the year's next number.

    The number is taken last, under the lock of the year's row, and goes back with the transaction: the
    numbers of a year have no gap and no repeat.
    """
    lock(issue)
    issue.refresh_from_db()
    if text_hash != issue.text_hash:
        raise TooLate(_("The issue has changed since you read it. Please read it again before you sign."))
    year = issue.year if issue.number else workdays.local_day(at).year
    number = issue.number or next_number(year)
    take(
        "sign_issue", issue, by=by, at=at, note=note, changes={"text": text_hash, "number": number},
        year=year, number=number, running_total=running_total(year) + number,
        signed_at=at, signed_by=by, signed_hash=text_hash,
    )  # fmt: skip


def next_number(year):
    Numbering.objects.get_or_create(year=year)
    counter = Numbering.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def running_total(year):
    """How many numbers all earlier years have given (总第N期)."""
    return sum(Numbering.objects.filter(year__lt=year).values_list("last", flat=True))


def send_issue_back(issue, *, by, at, note):
    take("send_issue_back", issue, by=by, at=at, note=note)


@transaction.atomic
def publish_issue(issue, *, by, at):
    """Sends the issue to its readers; refuses when anything differs from what was signed."""
    lock(issue)
    issue.refresh_from_db()
    if issue.text_hash != issue.signed_hash:
        raise TooLate(_("What would be printed differs from what was signed. It needs a new signature."))
    take("publish_issue", issue, by=by, at=at, changes={"number": issue.number}, published_at=at)
    for piece in issue.pieces.select_related("report").order_by("report_id"):
        reports.publish(piece.report, by=by, at=at, issue=issue)


def mark_read(issue, *, by, at):
    """The first opening by a named reader is the read mark."""
    return Reader.objects.filter(issue=issue, user=by, read_at=None).update(read_at=at)


def author_line(report):
    """Every author of every original, the first of each with the position: printed under a piece."""
    return "、".join(dict.fromkeys(name for source in report.sources for name in _titled(source)))


def _titled(report):
    first = report.byline
    if first == report.author.name:
        first += f"（{report.author.position or report.organisation.name}）"
    joint = (f"{a.name}（{a.field}）" if a.field else a.name for a in report.joint_authors.all())
    return [first, *joint]
