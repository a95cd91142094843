"""The button that lets the portal send again after a restore."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback import restoring
from feedback.rules import may_release_sending
from portal.ledger.engine import TooLate


@require_POST
def release_sending(request):
    if not may_release_sending(request.hats):
        raise PermissionDenied
    try:
        restoring.release_sending(by=request.user, at=request.now)
        messages.success(request, _("Released: what has become due is sent within a few minutes."))
    except TooLate as late:
        messages.warning(request, str(late))
    return redirect("desk")
