"""Visits and meetings are written down, and set right where something was missing."""

from django.db import transaction

from portal.ledger.engine import MOVED_ON, TooLate, create_once, lock, require, write
from portal.people.rules import is_editor
from routing.models import Visit


@transaction.atomic
def record_visit(*, by, at, key, organisations, **fields):
    """The same form sent twice is the same visit."""
    require(is_editor, by=by, at=at)
    visit, new = create_once(Visit, fields | {"created_at": at, "created_by": by}, key=key)
    if new:
        visit.organisations.set(organisations)
        lock(visit)
        write("record_visit", visit, by=by, at=at)
    return visit


@transaction.atomic
def edit_visit(visit, *, by, at, version, organisations, **fields):
    """What was changed stands in the journal, before and after. Raises TooLate on a stale version."""
    require(is_editor, by=by, at=at)
    lock(visit)
    before = {name: getattr(visit, name) for name in fields}
    changes = {name: [before[name], value] for name, value in fields.items() if before[name] != value}
    found = Visit.objects.filter(pk=visit.pk, version=version)
    if not found.update(version=version + 1, **fields):
        raise TooLate(MOVED_ON)
    visit.organisations.set(organisations)
    write("edit_visit", visit, by=by, at=at, changes=changes)
