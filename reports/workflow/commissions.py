"""Commissions: asked, accepted or declined, delivered by the report that comes of them, or withdrawn."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from portal.days import workdays
from portal.ledger.engine import TooLate, begin, create_once, lock, require, take
from portal.people.rules import is_editor
from reports.models import Commission
from reports.models.commissions import liaison_of
from reports.states import CommissionState as S
from reports.workflow.leads import require_working_day


@transaction.atomic
def ask_for_report(*, by, at, key, topic, wanted, due_on, people=(), organisations=()):
    """Asks each of these people, and each of these organisations through its liaison, all or none.

    The same form sent twice asks once. Raises PermissionDenied to anybody but the office, ValidationError for
    nobody, for an organisation without a liaison or a date that is none, TooLate for other words.
    """
    require(is_editor, by=by, at=at)
    tomorrow = workdays.local_day(at) + timedelta(days=1)
    said = {"topic": topic, "wanted": wanted, "due_on": due_on}
    asked = [(person, None) for person in people] + [(liaison(each), each) for each in organisations]
    if not asked:
        raise ValidationError(gettext("Name a person or an organisation."))
    require_working_day(due_on, tomorrow, workdays.load())
    given = {"begun_at": at, "begun_by": by, **said}
    return [_ask({"key": key, "holder": who, "organisation": of}, given) for who, of in asked]


def liaison(organisation):
    """Raises ValidationError where nobody could be asked."""
    found = liaison_of(organisation)
    if not found:
        raise ValidationError(
            gettext("%(name)s has no liaison: name a person instead.") % {"name": organisation}
        )
    return found


def _ask(whom, given):
    row, new = create_once(Commission, given, **whom)
    if new:
        changes = {"asked": row.asked}
        begin("ask_for_report", row, by=row.begun_by, at=row.begun_at, changes=changes)
    elif any(getattr(row, name) != given[name] for name in ("topic", "wanted", "due_on")):
        raise TooLate(gettext("This form has already been used with other words."))
    return row


@transaction.atomic
def accept_commission(row, *, by, at):
    take("accept_commission", row, by=by, at=at)
    if workdays.local_day(at) > row.due_on:
        raise ValidationError(gettext("The due date has passed. Decline, and agree on a new one."))


def decline_commission(row, *, by, at, note):
    take("decline_commission", row, by=by, at=at, note=note, ended_at=at)


def cancel_commission(row, *, by, at, note):
    take("cancel_commission", row, by=by, at=at, note=note, ended_at=at)


def deliver_commission(row, *, at):
    """Follows from filing a report that came of it, in the same transaction; only the first one delivers."""
    lock(row)
    row.refresh_from_db()
    if row.status == S.ACCEPTED:
        take("deliver_commission", row, by=None, at=at, ended_at=at)
