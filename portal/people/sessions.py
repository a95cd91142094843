"""Sessions that have run out: the database would keep them for ever."""

from django.contrib.sessions.models import Session


def forget_sessions(at):
    """Returns how many there were."""
    deleted, _each = Session.objects.filter(expire_date__lte=at).delete()
    return deleted
