"""Whom a line of an account's journal concerns."""

from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.people.rules import called


@called(_("whose account it is"))
def of_the_account(entry):
    return [entry.subject]


@called(_("who follows"))
def who_follows(entry):
    return User.objects.filter(pk=entry.changes.get("successor_id"))
