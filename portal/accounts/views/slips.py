"""Codes on paper: slips to be cut apart, for those who were ticked or for all who never signed in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.models import Standing, standing
from portal.accounts.rules import keeps_accounts
from portal.accounts.slips import MOST, slips
from portal.accounts.workflow import ways
from portal.accounts.workflow.accounts import no_administrators
from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.views import conflict
from portal.pages.downloads import download
from portal.pages.lists import ticked
from routing.documents.typesetting import pdf


@require_POST
def give_codes(request):
    """A code is shown nowhere but on its slip; whoever prints again ends the codes printed before."""
    if not keeps_accounts(request.hats):
        raise PermissionDenied
    users = no_administrators().exclude(pk=request.user.pk)
    if request.POST.get("which") == "all":
        users = users.filter(standing(Standing.NEW))
    else:
        users = users.filter(pk__in=ticked(request, "user"))
    count, seen = users.count(), request.POST.get("seen", "")
    seen = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else None
    if not 0 < count <= MOST:
        words = _("Tick at least one row.") if not count else _("At most %(n)d slips are printed at once.")
        messages.warning(request, words % {"n": MOST})
        return redirect("accounts")
    try:
        given = ways.give_codes(users, by=request.user, at=request.now, seen=seen)
    except TooLate:
        return conflict(request, None, _("Codes were printed since you opened the page. Open it again."))
    day = local_day(request.now)
    return download(pdf("code_slips", slips(given, at=request.now)), f"登录码{day:%Y%m%d}.pdf")
