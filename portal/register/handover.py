"""What an organisation leaves to its successor, as far as the ground knows: people, hats, posts, places."""

from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.models import Duty
from portal.people.models import Belonging, Hat, Membership, Organisation, Post, Sector, User
from portal.register.registry import Handover

K = Organisation.Kind


def people(organisation):
    return User.objects.filter(organisation=organisation)


def hand_people(organisation, successor, *, by, at):
    """They are at home there from the next day on; where they were before is kept."""
    last = organisation.dissolved_on
    for user in people(organisation):
        here = Belonging.objects.filter(user=user, organisation=organisation, until=None).first()
        since = here.since if here else local_day(user.date_joined)
        if since <= last:
            Belonging.objects.update_or_create(
                pk=here and here.pk,
                defaults={
                    "user": user, "organisation": organisation, "position": user.position, "since": since,
                    "until": last,
                },
            )  # fmt: skip
        elif here:
            here.delete()
        Belonging.objects.create(
            user=user, organisation=successor, position=user.position, since=last + timedelta(days=1)
        )
    people(organisation).update(organisation=successor)


def hats(organisation):
    return Hat.objects.filter(organisation=organisation)


def hand_hats(organisation, successor, *, by, at):
    """Whoever wears the same one there already wears it once."""
    there = set(hats(successor).values_list("user", "role"))
    twice = [hat.pk for hat in hats(organisation) if (hat.user_id, hat.role) in there]
    Hat.objects.filter(pk__in=twice).delete()
    hats(organisation).update(organisation=successor)


def role(hat):
    return f"{hat.user} {hat.get_role_display()}"


def posts(organisation):
    return Post.objects.filter(organisation=organisation)


def hand_posts(organisation, successor, *, by, at):
    posts(organisation).update(organisation=successor)


def places(organisation):
    return organisation.children.standing()


def hand_places(organisation, successor, *, by, at):
    """A successor from among them goes up to where the organisation was."""
    if organisation.pk in _above(successor):
        Organisation.objects.filter(pk=successor.pk).update(parent=organisation.parent)
    places(organisation).exclude(pk=successor.pk).update(parent=successor)


def _above(organisation):
    """The ids of whatever it belongs to, up to the root."""
    found, above = [], organisation.parent
    while above and above.pk not in found:
        found.append(above.pk)
        above = above.parent
    return found


def sectors(organisation):
    """Of the present term: those of a term that is over stay as they were."""
    return Sector.objects.filter(group=organisation, term__until=None)


def hand_sectors(organisation, successor, *, by, at):
    sectors(organisation).update(group=successor)


def sectors_stuck(organisation, successor):
    if successor.kind != K.SECTOR_GROUP and sectors(organisation).exists():
        yield gettext("Its sectors can only go over to another group of sectors.")


def members(organisation):
    """Of a special committee, in the present term."""
    return Membership.objects.filter(committee=organisation, term__until=None, until=None)


def member(membership):
    return str(membership.user)


def hand_members(organisation, successor, *, by, at):
    """The row of each ends with the last day, and another one begins on the next."""
    last = organisation.dissolved_on
    for row in members(organisation):
        if row.since > last:
            row.committee = successor
            row.save(update_fields=["committee"])
            continue
        row.until = last
        row.save(update_fields=["until"])
        row.pk, row.committee, row.since, row.until = None, successor, last + timedelta(days=1), None
        row.save(force_insert=True)


def duties(organisation):
    return Duty.objects.open().filter(unit=organisation)


def hand_duties(organisation, successor, *, by, at):
    """Their dates stand."""
    duties(organisation).update(unit=successor)


def duties_stuck(organisation, successor):
    if successor.kind != K.HANDLING_UNIT and duties(organisation).exists():
        yield gettext("Its open matters can only go over to another handling unit.")


HANDOVERS = [
    Handover(_("People who are at home there"), people, hand_people, says=str),
    Handover(_("Roles for it, such as liaison or officer"), hats, hand_hats, says=role),
    Handover(_("Posts, with whoever sits in them"), posts, hand_posts, says=str),
    Handover(_("Places that belong to it"), places, hand_places, says=str),
    Handover(_("Sectors of the present term"), sectors, hand_sectors, stuck=sectors_stuck, says=str),
    Handover(_("Members of the special committee"), members, hand_members, says=member),
    Handover(_("Open duties, by the dates they have"), duties, hand_duties, stuck=duties_stuck),
]
