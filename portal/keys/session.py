"""How far a sign-in is: kept in the session, decided when it begins."""

from django.utils import timezone

from portal.days.workdays import local_day
from portal.keys.models import Key
from portal.keys.needing import needs_key
from portal.keys.states import Stage

STAGE = "second_factor"


def begin(sender, request, user, **_given):
    request.session[STAGE] = first_stage(user, local_day(getattr(request, "now", None) or timezone.now()))


def first_stage(user, day):
    if Key.objects.factors().filter(user=user).exists():
        return Stage.ASKED
    return Stage.TO_SET_UP if needs_key(user, day) else Stage.PASSED


def stage_of(request):
    """Of somebody whose password was right; of a session from before there was such a stage as well."""
    if STAGE not in request.session:
        begin(None, request, request.user)
    return request.session[STAGE]


def passed(request):
    """From here on the session counts; with a new key, so that nobody goes on with one seen before."""
    request.session.cycle_key()
    request.session[STAGE] = Stage.PASSED
