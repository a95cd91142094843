"""The office's side: taken up, edited, returned or kept, signed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.ledger.engine import TooLate, take
from portal.people.roles import hats_of
from portal.people.rules import is_editor
from reports import deadlines
from reports.models import Revision
from reports.rules import wrote
from reports.workflow.carried import credit
from reports.workflow.writing import keep_revision, last_words, open_draft


def take_up(report, *, by, at):
    take("take_up", report, by=by, at=at, taken_by=by)


def explain_delay(report, *, by, at, note):
    """For the day's closing list: why it was not signed off, or not reported, in time."""
    take("explain_delay", report, by=by, at=at, note=note)


def take_over(report, *, by, at, note):
    _pass_on("take_over", report, by=by, at=at, note=note, to=by)


def hand_over(report, *, by, at, to, note=""):
    """Gives it to a colleague who may edit that day. Raises ValidationError for anybody else."""
    if to == by or not is_editor(hats_of(to, timezone.localdate(at))):
        raise ValidationError(_("%(name)s does not edit reports today.") % {"name": to})
    _pass_on("hand_over", report, by=by, at=at, note=note, to=to)


def _pass_on(step, report, *, by, at, note, to):
    """From whoever has it, as seen, to somebody else; both are named, so that both hear of it."""
    changes = {"taken_by": [report.taken_by_id, to.pk], "to": to.name}
    where = {"taken_by": report.taken_by_id}
    take(step, report, by=by, at=at, note=note, changes=changes, where=where, taken_by=to)


@transaction.atomic
def edit(report, *, by, at, version, note="", **parts):
    """Keeps a new revision; the author's own text stays as it was. Raises TooLate on a stale version."""
    take(
        "edit", report, by=by, at=at, note=note, where={"version": version, "taken_by": by},
        changes={"text": Revision(**parts).text_hash}, version=version + 1,
    )  # fmt: skip
    keep_revision(report, Revision.Kind.EDITED, by, at, **parts)


@transaction.atomic
def return_to_author(report, *, by, at, reason, note):
    """The author goes on from the author's own text, not from what the office made of it."""
    take(
        "return_to_author", report, by=by, at=at, note=note, changes={"reason": reason},
        where={"version": report.version}, version=report.version + 1, taken_by=None,
    )  # fmt: skip
    open_draft(report, at)


def keep_on_file(report, *, by, at, reason, note):
    """Not used, but of use to know."""
    _decline("keep_on_file", report, by=by, at=at, reason=reason, note=note)


def refuse(report, *, by, at, reason, note):
    """Not adopted."""
    _decline("refuse", report, by=by, at=at, reason=reason, note=note)


@transaction.atomic
def _decline(step, report, *, by, at, reason, note):
    changes = {"reason": reason}
    take(step, report, by=by, at=at, note=note, changes=changes, ended_at=at, **last_words(report, at))


@transaction.atomic
def sign_off(report, *, by, at, text_hash, note=""):
    """Approves exactly the text with this hash, which is the report's text from now on.

    Raises TooLate for any other text: it needs its own approval.
    """
    signed, report_by = report.working, deadlines.same_day(report, at, workdays.load()).at
    if text_hash != signed.text_hash:
        raise TooLate(_("The text has changed since you read it. Please read it again before you sign."))
    own = {"own_text": True} if wrote(by, report) else {}
    take(
        "sign_off", report, by=by, at=at, note=note, where={"version": report.version},
        changes={"text": text_hash, **credit(report), **own}, signed_at=at, signed_hash=text_hash,
        report_by=report_by, **signed.parts(),
    )  # fmt: skip
    keep_revision(report, Revision.Kind.SIGNED, by, at)


def send_back(report, *, by, at, note):
    take("send_back", report, by=by, at=at, note=note)
