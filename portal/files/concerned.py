"""Whom it concerns that a file contains a virus."""

from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.people.models import User
from portal.people.roles import acting
from portal.people.rules import called


@called(_("whoever handed it in, and the clerk"))
def sender_and_clerk(entry):
    sender = User.objects.filter(pk=entry.changes["by"])
    return [*sender, *acting(local_day(entry.at)).get("clerk", [])]
