"""Who may know how it stands with the clock."""

from portal.people.rules import in_office
from portal.people.states import ADMINISTRATORS


def sees_all_sweeps(hats):
    """One of the administrators mends it, the others watch over what it guards."""
    return hats.has(*ADMINISTRATORS)


def sees_sweeps(hats):
    """The office, of those on which its work depends."""
    return in_office(hats) or sees_all_sweeps(hats)
