"""Writing a line of the audit: one statement, and nothing that two requests could do at once."""

from portal.audit.models import Event

SHORT = 12  # characters of a hash, enough to tell callers apart


def note(what, at, *, account=None, name="", caller="", about="", refused=False, once=None):
    """`account`: a person or None; `name`, `caller`: keyed hashes; `once`: a word that stands in one line."""
    said = {"name": name[:SHORT], "caller": caller[:SHORT], "about": about[:200], "refused": refused}
    row = Event(what=what, at=at, account=account, once=once, **said)
    Event.objects.bulk_create([row], ignore_conflicts=once is not None)
