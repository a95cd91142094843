"""What every request knows: the present moment, who asks, and the working calendar."""

from urllib.parse import unquote_to_bytes, urlsplit

from django.db import connection
from django.http import HttpResponseBadRequest, HttpResponseNotAllowed, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.days import workdays
from portal.days.policy import load_policy
from portal.people.roles import hats_of
from portal.people.sessions import stay


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


def compressed(get_response):
    """Pages as gzip, of a length that says little of what is in them. Files are as small as they are."""
    gzip = GZipMiddleware(get_response)

    def middleware(request):
        response = get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        return gzip.process_response(request, response) if is_page else response

    return middleware


def awake(get_response):
    """Ends the session of whoever asks for nothing for so long (policy); a form that saves itself does."""

    def middleware(request):
        if request.user.is_authenticated:
            stay(request.session, request.now, lambda: request.hats.office.idle_minutes)
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


def onward(get_response):
    """Tells a page's script where to go on: it could not tell a redirect from one to the sign-in page."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 302 or request.headers.get("Accept") != "application/json":
            return response
        if urlsplit(response["Location"]).path == reverse("login"):
            return response
        return JsonResponse({"url": response["Location"]})

    return middleware


METHODS = ["GET", "HEAD", "POST"]


def refuse(get_response):
    """Answers in a page of ours to what no page is asked by: 405 to other methods, 400 to broken text.

    Broken are bytes that are no UTF-8, and NUL in an address, which PostgreSQL cannot keep. Django would
    replace broken bytes by U+FFFD: a word lost without anyone noticing. Where it has done so in a form with
    files, and where somebody pasted that character, the form says in which field: pages/text.py.
    """

    def middleware(request):
        if request.method not in METHODS:
            response = HttpResponseNotAllowed(METHODS)
        elif _another_encoding(request) or _is_broken(request):
            return HttpResponseBadRequest(render_to_string("400.html"))
        else:
            response = get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = render_to_string("405.html")
        return response

    return middleware


def _another_encoding(request):
    """Whether it says that it is not in UTF-8, as Django sees it: it would read even the address that way."""
    return request.encoding and request.encoding.lower() != "utf-8"


def _is_broken(request):
    address = [request.path.encode(), unquote_to_bytes(request.META.get("QUERY_STRING", ""))]
    typed = request.content_type == "application/x-www-form-urlencoded"
    body = [request.body, unquote_to_bytes(request.body)] if typed else []
    return any(b"\0" in raw for raw in address) or not all(map(_is_utf8, [*address, *body]))


def _is_utf8(raw):
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
