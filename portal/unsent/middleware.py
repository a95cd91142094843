"""What was kept of a form goes once the form is taken."""

from urllib.parse import urlsplit

from django.http import Http404
from django.urls import reverse

from portal.unsent.places import named
from portal.unsent.workflow import forget_sent


def sent(get_response):
    """Whoever answers a post by leading on has taken it, as static/js/keep.js sees it too.

    The page's script sends along for which form, and how its words were saved last.
    """

    def middleware(request):
        response = get_response(request)
        if request.method == "POST" and response.status_code == 302 and request.user.is_authenticated:
            token, version = request.POST.get("unsent", ""), request.POST.get("unsent_on", "")
            taken = urlsplit(response["Location"]).path != reverse("login")
            if taken and token and version.isascii() and version.isdigit() and len(version) < 10:
                _forget(request, token, int(version))
        return response

    return middleware


def _forget(request, token, version):
    try:
        forget_sent(named(request, token), version)
    except Http404:  # nobody's token: what was sent is sent all the same
        return
