"""Filing upward: reports chosen, sent under a number, receipt recorded, asked after until all is known."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.days.policy import load_policy
from portal.days.workdays import local_day
from portal.files.storing import keep
from portal.ledger.engine import (
    MOVED_ON,
    TooLate,
    begin,
    create_once,
    lock,
    require,
    sent_once,
    settle,
    take,
    write,
)
from portal.ledger.models import Duty
from portal.people.rules import is_clerk
from reports.models import Report
from reports.states import GONE
from routing.models import AdoptionEvent, Body, FiledPiece, Filing, FilingYear
from routing.states import FilingState as S
from routing.workflow.issues.composing import author_line


def fileable():
    """Whatever has a signed text, however far it has come since; what was merged goes with its host."""
    return Report.objects.exclude(signed_at=None).filter(carried_by=None).exclude(status__in=GONE)


@transaction.atomic
def begin_filing(*, by, at, key, body, level, note=""):
    """Opens an empty filing; the same form sent twice opens one."""
    require(is_clerk, by=by, at=at)
    said, made = {"body": _body(body, level), "note": note}, {"created_at": at, "created_by": by}
    filing, new = sent_once(Filing, said, more=made, key=key)
    if new:
        begin("begin_filing", filing, by=by, at=at, changes={"to": filing.body.name})
    return filing


def _body(name, level):
    """Raises ValidationError where the committee of this name is known at another level."""
    body, _new = create_once(Body, {"level": level}, name=name)
    if body.level != level:
        known = {"level": body.get_level_display()}
        raise ValidationError({"level": _("This committee is known at another level: %(level)s.") % known})
    return body


@transaction.atomic
def arrange_filing(filing, *, by, at, version, body, level, note):
    """Sets where it goes and the covering note. Raises TooLate on a stale version."""
    to = _body(body, level)
    changes = {"to": to.name, "note": note}
    take(
        "compose_filing", filing, by=by, at=at, where={"version": version}, version=version + 1,
        changes=changes, body=to, note=note,
    )  # fmt: skip
    pieces = list(filing.pieces.select_related("report").order_by("report_id"))
    for piece in pieces:
        lock(piece.report)
    _not_yet_there(to, [piece.report_id for piece in pieces], filing)
    filing.pieces.update(body=to)


def _not_yet_there(body, reports, filing):
    there = FiledPiece.objects.filter(body=body, report__in=reports).exclude(filing=filing)
    if found := there.select_related("report", "filing").first():
        said = {"title": found.heading, "body": body, "filing": found.filing}
        raise ValidationError(_("“%(title)s” is already filed to %(body)s: %(filing)s.") % said)


@transaction.atomic
def put_in(filing, *, by, at, reports):
    """Puts signed reports at the end, each with its own copy of the signed text.

    Raises TooLate where one has no signed text any more, ValidationError where one is already filed there.
    """
    pks = sorted(report.pk for report in reports)
    changes = {"put_in": pks}
    take("compose_filing", filing, by=by, at=at, changes=changes, version=F("version") + 1)
    filing.refresh_from_db()
    for report in sorted(reports, key=lambda report: report.pk):
        lock(report)
    _not_yet_there(filing.body, pks, None)
    rows = list(fileable().filter(pk__in=pks).select_related("author", "organisation").order_by("signed_at"))
    if len(rows) < len(pks):
        raise TooLate(MOVED_ON)
    last = filing.pieces.aggregate(last=Max("position"))["last"] or 0
    FiledPiece.objects.bulk_create(
        FiledPiece(
            filing=filing, body=filing.body, report=report, position=n, author_line=author_line(report),
            **report.parts(),
        ).sealed_copy()
        for n, report in enumerate(rows, last + 1)
    )  # fmt: skip


@transaction.atomic
def leave_out(filing, *, by, at, piece):
    changes = {"left_out": piece.report_id}
    take("compose_filing", filing, by=by, at=at, changes=changes, version=F("version") + 1)
    if not filing.pieces.filter(pk=piece.pk).delete()[0]:
        raise TooLate(MOVED_ON)


@transaction.atomic
def pull(piece, *, at):
    """Follows from sealing its report: out of what is not yet sent, hidden in what was."""
    take("pull_from_filing", piece.filing, by=None, at=at, changes={"left_out": piece.report_id})
    if piece.filing.status == S.DRAFT:
        piece.delete()


@transaction.atomic
def drop_filing(filing, *, by, at, note):
    """What is not sent yet is given up: its reports may be filed there again, the journal names them."""
    lock(filing)
    pieces = filing.pieces.select_related("report").order_by("position")
    changes = {"left_out": "、".join(piece.report.number for piece in pieces)}
    take("drop_filing", filing, by=by, at=at, note=note, changes=changes)
    filing.pieces.all().delete()


def forget(piece):
    """Follows from purging its report: the words go, the number and the hash stay."""
    FiledPiece.objects.filter(pk=piece.pk).update(**dict.fromkeys((*FiledPiece.PARTS, "author_line"), ""))


@transaction.atomic
def send_filing(filing, *, by, at, note=""):
    """Freezes it and gives it the year's next number, which goes back with the transaction."""
    lock(filing)
    filing.refresh_from_db()
    pieces = list(filing.pieces.select_related("report").order_by("report_id"))
    if not pieces:
        raise ValidationError(_("A filing needs at least one report."))
    for piece in pieces:
        lock(piece.report)
    day = local_day(at)
    year, prefix = day.year, load_policy().on(day).filing_prefix
    serial = next_serial(year)
    number = f"{prefix}〔{year}〕{serial}号"
    hashes = {piece.report.number: piece.sha256 for piece in pieces}
    take(
        "send_filing", filing, by=by, at=at, note=note, changes={"number": number, "reports": hashes},
        year=year, serial=serial, number=number, sender=settings.COMMITTEE_NAME, sent_at=at, sent_by=by,
    )  # fmt: skip
    said = {"filing": number, "to": filing.body.name}
    for piece in pieces:
        write("report_up", piece.report, by=by, at=at, changes=said)


def next_serial(year):
    create_once(FilingYear, {}, year=year)
    counter = FilingYear.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


@transaction.atomic
def record_receipt(filing, *, by, at, received_on, receipt_number="", received_by="", files=()):
    """What the higher committee has confirmed; dated back, but not before it was sent."""
    said = {"received_on": received_on, "receipt_number": receipt_number, "received_by": received_by}
    between(received_on, local_day(filing.sent_at), at, "received_on")
    take("record_receipt", filing, by=by, at=at, changes=said, **said)
    keep(files, filing, by=by, at=at)
    _complete(filing, at)


def between(day, first, at, field):
    """Raises ValidationError, at the field, for a day that is to come or before it could have happened."""
    if day > local_day(at):
        raise ValidationError({field: _("This day is still to come.")})
    if day < first:
        day = date_format(first, "DATE_FORMAT")
        raise ValidationError({field: _("This cannot have happened before %(day)s.") % {"day": day}})


@transaction.atomic
def ask_outcome(filing, *, by, at, note):
    """The office has asked, and will ask again as many working days on."""
    lock(filing)
    for duty in Duty.objects.about(filing).open():
        settle(duty, by=by, at=at)
    take("ask_outcome", filing, by=by, at=at, note=note, where={"asked_at": filing.asked_at}, asked_at=at)


def close_filing(filing, *, by, at, note):
    """Nothing more is waited for; news that still comes is entered all the same."""
    take("close_filing", filing, by=by, at=at, note=note, closed_at=at, closed_by=by)


def waiting(filing):
    """Reports of which nothing has been heard, sealed ones aside."""
    known = AdoptionEvent.objects.standing().filter(filing=filing, report=OuterRef("report"))
    return filing.pieces.filter(~Exists(known)).exclude(report__status__in=GONE)


def _complete(filing, at):
    """Closes it by itself once something was heard of each report."""
    if filing.status == S.RECEIVED and not waiting(filing).exists():
        take("complete_filing", filing, by=None, at=at, closed_at=at)


def settle_outcome(filing, at):
    """After an event was entered or struck: whether all is known decides, unless a person has closed it."""
    filing.refresh_from_db()
    _complete(filing, at)
    closed_by_itself = filing.status == S.CLOSED and not filing.closed_by_id
    if closed_by_itself and waiting(filing).exists():
        take("reopen_filing", filing, by=None, at=at, closed_at=None)
