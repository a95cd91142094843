"""Whom an entry of the journal concerns: each answers with people, or None for one who is not there."""

from django.utils.translation import gettext_lazy as _

from portal.people.roles import acting
from portal.people.rules import called


@called(_("those who answer for the day"))
def heads(entry):
    """Who answers for the day: the clerk, the signer and the chair, or who acts for them."""
    posts = acting(entry.subject.day)
    return [user for code in ("clerk", "signer", "chair") for user in posts.get(code, [])]
