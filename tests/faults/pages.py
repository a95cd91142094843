"""How long pages and acts take, asked of the portal as a browser does."""

import http.client
import time
from contextlib import suppress
from statistics import median
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from portal.people.models import Seat
from reports.models import Report
from reports.states import State

LONGEST = 6  # seconds; who has no answer by then has seen enough
TOKEN = "a" * 32


def timed(port, *, visits=20, acts=5):
    """Milliseconds to the middle answer of a page and of an act."""
    cookie = _cookie()
    waiting = Report.objects.filter(status=State.SUBMITTED, author__username="author")[:acts]
    seen = [_asked(port, cookie, "GET", "/") for _ in range(visits)]
    done = [_asked(port, cookie, "POST", f"/reports/{report.pk}/take_up/") for report in waiting]
    return median(seen), median(done)


def ratio(now, before):
    """How many times as long, of whichever has suffered more."""
    return max(n / b for n, b in zip(now, before, strict=True))


def _cookie():
    client = Client()
    client.force_login(Seat.objects.filter(post="clerk").earliest("id").user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}; csrftoken={TOKEN}"


def _asked(port, cookie, method, path):
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    words = urlencode({"csrfmiddlewaretoken": TOKEN}) if method == "POST" else None
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    took = LONGEST
    with suppress(TimeoutError):
        asked.request(method, path, words, headers)
        answer = asked.getresponse()
        answer.read()
        if answer.status in (200, 302):  # an act that is refused might as well never have ended
            took = time.perf_counter() - began
    asked.close()
    return took * 1000
