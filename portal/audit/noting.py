"""Writing a line of the audit, in one statement."""

from portal.audit.models import Event

SHORT = 12  # characters of a hash, enough to tell callers apart


def note(what, at, *, account=None, name="", caller="", about="", refused=False, once=None):
    """`account`: a person or nobody; `name`, `caller`: keyed hashes; `once`: stands in one line only."""
    said = {"name": name[:SHORT], "caller": caller[:SHORT], "about": about[:200], "refused": refused}
    row = Event(what=what, at=at, account=account, once=once, **said)
    Event.objects.bulk_create([row], ignore_conflicts=once is not None)
