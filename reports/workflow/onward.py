"""What follows the signature: published, handled, answered, closed."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.ledger.engine import take
from reports.states import UNDER_DIRECTIVE, State


def place(report, *, by, at, issue):
    take("place", report, by=by, at=at, changes={"issue": issue.pk})


def take_out(report, *, by, at, issue):
    """What a directive has moved on while its issue was not out stays where it is."""
    if report.status in UNDER_DIRECTIVE:
        return
    take("take_out", report, by=by, at=at, changes={"issue": issue.pk})


def publish(report, *, by, at, issue):
    """What a directive has moved on before its issue was out is published too and stays where it is."""
    name = "publish" if report.status == State.PLACED else "publish_handled"
    changes = {"issue": issue.pk, "number": issue.number}
    take(name, report, by=by, at=at, changes=changes, reported_at=_first(report, at))


def correct(report, *, by, at, issue):
    """A correction of what was printed went out: its authors hear of it, the report stays where it stands."""
    take("correct", report, by=None, at=at, changes={"issue": issue.pk, "number": issue.number})


def conclude(report, *, by, at, note):
    take("conclude", report, by=by, at=at, note=note, ended_at=at)


def transfer(report, *, by, at, note=""):
    """Goes to units without a directive."""
    take("transfer", report, by=by, at=at, note=note, reported_at=_first(report, at))


def handle(report, *, at):
    """Follows from a directive; a report that was already closed is open again.

    Raises ValidationError for a report that is part of another one: the directive belongs on that one.
    """
    if report.carried_by_id:
        host = {"number": report.carried_by.number}
        raise ValidationError(
            _("It was worked up together with %(number)s: the directive belongs there.") % host
        )
    take("handle", report, by=None, at=at, ended_at=None, reported_at=_first(report, at))


def _first(report, at):
    """It is reported once: when it first leaves the office."""
    return report.reported_at or at


def answer(report, *, at):
    take("answer", report, by=None, at=at)


def give_opinion(report, *, by, at, may_contact=False):
    take("give_opinion", report, by=by, at=at, ended_at=at, contact_agreed_at=at if may_contact else None)


def contest(report, *, by, at, may_contact=False):
    """The author is not satisfied: the office decides, once, whether it is handled again."""
    agreed = {"contact_agreed_at": at if may_contact else None}
    take("contest", report, by=by, at=at, where={"reopened_at": None}, **agreed)


def reopen_handling(report, *, by, at, note):
    """Inside the transaction that gives it to the units again."""
    take("reopen_handling", report, by=by, at=at, note=note, reopened_at=at)


def close_contested(report, *, by, at, note):
    """With the reason, which the authors read."""
    take("close_contested", report, by=by, at=at, note=note, ended_at=at)


def lapse(report, *, at):
    take("lapse", report, by=None, at=at, ended_at=at)
