"""How long a session lasts, and those that have run out: the database would keep them for ever."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

NOTED = timedelta(minutes=1)  # so often at most a session is written
LONGEST = timedelta(hours=16)  # longer than anybody types in a day


def stay(session, at, idle):
    """Lasts as long as `idle()` says (minutes) from now on: of each minute the first request writes that."""
    began = datetime.fromisoformat(session.setdefault("began", at.isoformat()))
    noted = session.get("stays_since")
    if not noted or at - datetime.fromisoformat(noted) >= NOTED:
        session["stays_since"] = at.isoformat()
        session.set_expiry(min(at + timedelta(minutes=idle()), began + LONGEST))


def forget_sessions(at):
    """Returns how many there were."""
    deleted, _each = Session.objects.filter(expire_date__lte=at).delete()
    return deleted
