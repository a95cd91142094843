"""Who needs a second factor on a given day."""

from portal.keys.models import Demand, Key
from portal.keys.states import Kind
from portal.people.roles import entitled


def demanding(day):
    """The roles that need a second factor that day."""
    rows = {row.role: row.needed for row in Demand.objects.filter(since__lte=day)}  # the newest is last
    return {role for role, needed in rows.items() if needed}


def needs_key(user, day):
    """Whether a hat or a seat of this person asks for one."""
    roles = demanding(day)
    return bool(roles) and entitled(roles, day).filter(pk=user.pk).exists()


def is_last(key, day):
    """Whether the person has to keep this one."""
    others = Key.objects.factors().filter(user=key.user_id).exclude(pk=key.pk)
    return key.kind != Kind.CODES and not others.exists() and needs_key(key.user, day)
