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


def refuse_broken_text(get_response):
    """Answers 400 to bytes that are no UTF-8, and to NUL in an address, which PostgreSQL cannot keep.

    Django would replace broken bytes by U+FFFD: a word lost without anyone noticing. Where it has done so in
    a form with files, and where somebody pasted that character, the form says in which field: pages/text.py.
    """

    def middleware(request):
        address = [request.path.encode(), unquote_to_bytes(request.META.get("QUERY_STRING", ""))]
        typed = request.content_type == "application/x-www-form-urlencoded"
        body = [request.body, unquote_to_bytes(request.body)] if typed else []
        if any(b"\0" in raw for raw in address) or not all(map(_is_utf8, [*address, *body])):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return get_response(request)

    return middleware


def _is_utf8(raw):
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
