"""Who reads what is noted. None of the pages shows a word of a report."""

from portal.people.models import Role


def audits(hats):
    """The audit administrator reads all of it."""
    return hats.has(Role.AUDIT_ADMIN)


def sees_refusals(hats):
    """The security administrator, of what was turned away or refused."""
    return audits(hats) or hats.has(Role.SECURITY_ADMIN)
