"""The sessions of a person, read off Django's own table: nothing is kept beside what a session knows itself.

A session says when it began and when it was last noted (portal.people.sessions) and with which browser. There
are as many as people are signed in, so the table is read through.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from portal.people.callers import keyed

# The first that fits: Edge says that it is Chrome, and Chrome that it is Safari.
BROWSERS = {
    "MicroMessenger": "微信", "DingTalk": "钉钉", "Edg": "Edge", "OPR": "Opera", "QQBrowser": "QQ浏览器",
    "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "HarmonyOS": "HarmonyOS", "Android": "Android", "Windows": "Windows",
    "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True)
class Device:
    """One session. `name` stands for its key, which is never shown."""

    name: str
    browser: str
    began: datetime | None
    seen: datetime | None
    here: bool


def browser_of(agent):
    """A browser and its system in words; nothing of what it says is kept."""
    found = [next((word for sign, word in each.items() if sign in agent), "") for each in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found))


def noted(get_response):
    """Middleware: the session knows by which browser it is used."""

    def middleware(request):
        if request.user.is_authenticated:
            browser = browser_of(request.headers.get("User-Agent", ""))
            if request.session.get("browser", "") != browser:
                request.session["browser"] = browser
        return get_response(request)

    return middleware


def devices(request):
    """Those of whoever asks, this one first."""
    found = [_device(session, said, request) for session, said in _sessions(request)]
    return sorted(found, key=lambda each: (not each.here, -(each.seen.timestamp() if each.seen else 0)))


def _sessions(request):
    own, valid = str(request.user.pk), request.user.get_session_auth_hash()
    for session in Session.objects.filter(expire_date__gt=request.now).iterator():
        said = session.get_decoded()
        if said.get(SESSION_KEY) == own and said.get("_auth_user_hash") == valid:
            yield session, said


def _device(session, said, request):
    began, seen = (
        datetime.fromisoformat(said[name]) if said.get(name) else None for name in ("began", "stays_since")
    )
    here = session.session_key == request.session.session_key
    return Device(keyed(session.session_key), said.get("browser") or _("Unknown browser"), began, seen, here)


def end_device(request, name):
    """Ends one of the own sessions. Returns whether it was there."""
    for session, _said in _sessions(request):
        if keyed(session.session_key) == name:
            session.delete()
            return True
    return False
