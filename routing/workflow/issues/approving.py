"""From the compiler to the signature: each approves exactly what was read, and nothing else goes out."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.ledger.engine import TooLate, create_once, lock, standing_in, take
from portal.people.roles import hats_of
from reports import workflow as reports
from routing.models import Numbering, Recipient
from routing.models.issues import text_hash as hash_of
from routing.rules import compiled, may_sign_issue

UNAPPROVED = {"printed": None, "vetted_by": None}
UNSIGNED = UNAPPROVED | {"signed_at": None, "signed_by": None, "signed_hash": ""}


@transaction.atomic
def submit_issue(issue, *, by, at, note=""):
    """The short chain: to the signer at once."""
    _hand_in("submit_issue", issue, by=by, at=at, note=note)


@transaction.atomic
def submit_issue_for_vetting(issue, *, by, at, note=""):
    """The long chain. Raises ValidationError while nobody sits in the vetter's post."""
    _hand_in("submit_issue_for_vetting", issue, by=by, at=at, note=note)
    reports.is_held("vetter", at)


def _hand_in(name, issue, **said):
    """Keeps what is handed in as it would be printed: that is what is read from now on."""
    lock(issue)
    issue.refresh_from_db()
    if not issue.pieces.exists() or not issue.recipients.exists():
        raise ValidationError(_("An issue needs at least one piece and one recipient."))
    printed = issue.as_composed()
    take(name, issue, changes={"text": hash_of(printed)}, printed=printed, **said)


@transaction.atomic
def vet_issue(issue, *, by, at, text_hash, note=""):
    """Passes on exactly what has this hash, under the vetter's name."""
    _as_read(issue, text_hash)
    issue.vetted_by = by
    printed = issue.as_composed()
    take(
        "vet_issue", issue, by=by, at=at, note=note, changes={"text": hash_of(printed)},
        printed=printed, vetted_by=by,
    )  # fmt: skip


@transaction.atomic
def sign_issue(issue, *, by, at, text_hash, note=""):
    """Approves exactly what has this hash and gives it the next number of its series in that year.

    The number is taken when all else is settled, under the lock of its counter, and goes back with the
    transaction: the numbers of a series in a year have no gap and no repeat.
    """
    _as_read(issue, text_hash)
    year = issue.year if issue.number else workdays.local_day(at).year
    number = issue.number or next_number(issue.series, year)
    total = running_total(issue.series, year) + number
    signed = {"year": year, "number": number, "running_total": total, "signed_at": at, "signed_by": by}
    for name, value in signed.items():
        setattr(issue, name, value)
    changes = {"text": text_hash, "number": number} | ({"own_text": True} if compiled(by, issue) else {})
    take(
        "sign_issue", issue, by=by, at=at, note=note, changes=changes, signed_hash=text_hash,
        printed=issue.as_composed() | {"signer": _signer(issue, by, at)}, read_before=None, **signed,
    )  # fmt: skip


def _signer(issue, by, at):
    """The name as it is printed: 代 after that of a stand-in, and of whoever covers the post."""
    stands_in = standing_in(may_sign_issue, hats_of(by, workdays.local_day(at)), issue)
    return f"{by.name}（代）" if stands_in else by.name


def _as_read(issue, read):
    """Locks the issue. Raises TooLate unless it is, and would be printed, as it was read."""
    lock(issue)
    issue.refresh_from_db()
    if read != issue.text_hash:
        raise TooLate(_("The issue has changed since you read it. Please read it again before you sign."))
    if issue.differs:
        raise TooLate(_("What would be printed is no longer what was handed in. Please send it back."))


def next_number(series, year):
    create_once(Numbering, {}, series=series, year=year)
    counter = Numbering.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def running_total(series, year):
    """How many numbers the series has given in all earlier years (总第N期)."""
    return sum(series.numberings.filter(year__lt=year).values_list("last", flat=True))


def send_issue_back_to_compiler(issue, *, by, at, note):
    take("send_issue_back_to_compiler", issue, by=by, at=at, note=note, **UNAPPROVED)


def send_issue_back(issue, *, by, at, note):
    kept = {"read_before": issue.printed}
    take("send_issue_back", issue, by=by, at=at, note=note, **UNAPPROVED | kept)


def reopen_issue(issue, *, by, at, note):
    """Back to the composer with its number; the signature is void, and whoever gave it is told."""
    changes, kept = {"signed_by": [issue.signed_by_id, None]}, {"read_before": issue.printed}
    version = {"version": issue.version + 1}
    take("reopen_issue", issue, by=by, at=at, note=note, changes=changes, **UNSIGNED | kept | version)


@transaction.atomic
def publish_issue(issue, *, by, at):
    """Sends the issue to its recipients; refuses when anything differs from what was signed."""
    lock(issue)
    issue.refresh_from_db()
    if issue.differs or issue.broken:
        raise TooLate(_("What would be printed differs from what was signed. It needs a new signature."))
    take("publish_issue", issue, by=by, at=at, changes={"number": issue.number}, published_at=at)
    _number_copies(issue)
    announce = reports.correct if issue.corrects_id else reports.publish
    for piece in issue.pieces.select_related("report").order_by("report_id"):
        announce(piece.report, by=by, at=at, issue=issue)


def _number_copies(issue):
    """份号: one after the other, in the order of the lists."""
    next_copy = 1
    for recipient in issue.recipients.filter(copies__gt=0):
        Recipient.objects.filter(pk=recipient.pk).update(first_copy=next_copy)
        next_copy += recipient.copies
