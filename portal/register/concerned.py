"""Whom a change of an organisation concerns."""

from django.utils.translation import gettext_lazy as _

from portal.people.models import Role, User
from portal.people.rules import called

SPEAKING = (Role.LIAISON, Role.CONVENER, Role.OFFICER, Role.HEAD)


@called(_("those in charge of it, those who speak or act for it, and the same of its successor"))
def of_the_organisation(entry):
    """Of a dissolved one they are at the successor by now."""
    places = {entry.subject, entry.subject.heir}
    named = {pk for each in places for pk in (each.in_charge_id, each.contact_id)}
    worn = User.objects.filter(hats__organisation__in=places, hats__role__in=SPEAKING)
    people = worn | User.objects.filter(pk__in=named - {None})
    return [user for user in people.distinct().order_by("pk") if user.pk != entry.actor_id]


@called(_("those who leave, who come, and who are no longer conveners"))
def of_the_term(entry):
    people = User.objects.filter(pk__in=entry.changes["people"], is_active=True).exclude(pk=entry.actor_id)
    return list(people.order_by("pk"))
