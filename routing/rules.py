"""Who may, on the way of a signed report: readers, leaders, officers of the units."""

from portal.models import Role
from reports.rules import is_clerk


def is_leader(hats, _subject=None):
    return hats.has(Role.LEADER)


def is_officer(hats, assignment):
    return assignment.unit_id in hats.units


def may_ask_for_time(hats, assignment):
    """Once per assignment; that it is before the due date is checked by the verb, which knows the moment."""
    return is_officer(hats, assignment) and assignment.time_asked is None


def may_name_units(hats, directive):
    return is_clerk(hats, directive) or directive.leader_id == hats.user.pk and is_leader(hats)
