"""The page of the backups."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from portal.backup.models import Backup, Check
from portal.backup.rules import sees_backups
from portal.backup.standing import facts

SHOWN = 30


def backups(request):
    """What is known, and the commands; nothing is done here, as the files lie on the server."""
    if not sees_backups(request.hats):
        raise PermissionDenied
    context = {
        "facts": facts(request.now),
        "backups": Backup.objects.prefetch_related("checks")[:SHOWN],
        "unknown": Check.objects.filter(backup=None)[:SHOWN],
    }
    return render(request, "backup/backups.html", context)
