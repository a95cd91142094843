"""Who decides on the second factors of others."""

from django.utils.translation import gettext_lazy as _

from portal.people.rules import called, is_security
from portal.people.states import Role


def sees_demands(hats):
    return hats.has(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def proposes_off(hats):
    """The system administrator; another one confirms."""
    return hats.has(Role.SYSTEM_ADMIN)


@called(_("the security administrator, for somebody else"))
def confirms_off(hats, switch):
    return is_security(hats) and hats.user.pk not in (switch.user_id, switch.proposed_by_id)


@called(_("the security administrator and the system administrator"))
def drops_off(hats, _switch):
    return is_security(hats) or proposes_off(hats)
