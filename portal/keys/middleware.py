"""Nobody is signed in whose second factor is still asked for."""

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.urls import reverse

from portal.keys.session import stage_of
from portal.keys.states import Stage


def halfway(get_response):
    """Sets request.half to whoever has given the password only: to every page they are a stranger.

    So whatever is closed to strangers is closed to them, whoever forgets to ask. The door leads them on.
    """

    def middleware(request):
        request.half = None
        if not request.user.is_authenticated or stage_of(request) == Stage.PASSED:
            return get_response(request)
        request.half, request.user = request.user, AnonymousUser()
        if request.path == reverse("login") and request.method != "POST":
            response = redirect(f"{reverse('second')}?{request.META['QUERY_STRING']}")
        else:
            response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
