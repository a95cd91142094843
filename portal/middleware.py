"""What every request knows: the present moment, who asks, and the working calendar."""

from urllib.parse import unquote_to_bytes

from django.db import connection
from django.http import HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.days import workdays
from portal.days.policy import load_policy
from portal.people.roles import hats_of


def present(get_response):
    """Sets request.now, .calendar and .hats. The clock is read here and nowhere deeper.

    Without the database no page is of use, so it is asked for before anybody is led to one, as to sign in.
    """

    def middleware(request):
        connection.cursor().close()
        request.now = timezone.now()
        policy = SimpleLazyObject(load_policy)  # one for both: it is read at most once
        request.calendar = SimpleLazyObject(lambda: workdays.load(policy))
        if request.user.is_authenticated:
            request.hats = hats_of(request.user, timezone.localdate(request.now), policy)
        return get_response(request)

    return middleware


def private(get_response):
    """No browser and no proxy keeps a page of somebody who is signed in, so that Back shows none after it."""

    def middleware(request):
        signed_in = request.user.is_authenticated
        response = get_response(request)
        if signed_in:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def refuse_broken_text(get_response):
    """Answers 400 to bytes that are no UTF-8 and to NUL, which PostgreSQL cannot keep.

    Django would replace broken bytes by U+FFFD and store that: a word lost without anyone noticing.
    """

    def middleware(request):
        raw = [request.path.encode(), unquote_to_bytes(request.META.get("QUERY_STRING", ""))]
        if request.content_type == "application/x-www-form-urlencoded":
            raw.append(request.body)  # Django would read bytes that are no UTF-8 as Latin-1
        typed = (text for values in request.POST.lists() for text in (values[0], *values[1]))
        if any(map(_broken, raw)) or any("\ufffd" in text for text in typed):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return get_response(request)

    return middleware


def _broken(raw):
    return b"\0" in raw or "\ufffd" in raw.decode("utf-8", "replace")
