"""How the parts stand, as JSON, for a monitor of the house."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.utils.crypto import constant_time_compare

from portal.run.standing import parts


@login_not_required
def health_parts(request):
    """{part: {good, age, why}}, age in seconds; 503 where any is not good; 404 to whoever may not ask."""
    if not (_knows_the_token(request) or _is_here(request)):
        raise Http404
    found = {
        part.name: {
            "good": part.good,
            "age": part.age(request.now),
            "why": "" if part.good else str(part.why),
        }
        for part in parts(request.now)
    }
    good = all(each["good"] for each in found.values())
    return JsonResponse(found, status=200 if good else 503)


def _knows_the_token(request):
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(said, settings.HEALTH_TOKEN)


def _is_here(request):
    """On this machine and past the front, which would say of everybody whom it brings."""
    near = request.META["REMOTE_ADDR"] in ("", "127.0.0.1", "::1")
    return near and "X-Forwarded-For" not in request.headers
