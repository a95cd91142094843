"""A person's facts, each change with its line; and what holds from a day on.

Where somebody is at home, as what, and of which committee a member, are rows with days: what was, stays.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.days.workdays import local_day
from portal.ledger.engine import lock, require, require_lines, write
from portal.people.models import Belonging, Expertise, Hat, Membership, OtherName, Role, Term, User
from portal.persons.rules import mail_is_open
from portal.register.rules import keeps_register

FACTS = ("name", "party", "phone", "email")
LISTS = {"other_names": (OtherName, "name"), "expertise": (Expertise, "field")}


@transaction.atomic
def edit_person(person, *, by, at, version=None, **said):
    """Name, party, phone and mail; other names and fields of expertise as lists of words.

    Raises TooLate on a version that has passed.
    """
    require(keeps_register, by=by, at=at)
    _locked(person, version)
    stood = {name: getattr(person, name) for name in FACTS} | {name: words(person, name) for name in LISTS}
    changes = {name: [stood[name], value] for name, value in said.items() if value != stood[name]}
    if not changes:
        return
    if "email" in changes and not mail_is_open(person):
        raise PermissionDenied("email")
    for name, (_old, new) in changes.items():
        if name in LISTS:
            model, field = LISTS[name]
            model.objects.filter(user=person).exclude(**{f"{field}__in": new}).delete()
            rows = [model(user=person, **{field: word}) for word in new]
            model.objects.bulk_create(rows, ignore_conflicts=True)
        else:
            setattr(person, name, new)
    person.save(update_fields=FACTS)
    write("edit_person", person, by=by, at=at, changes=changes)


def words(person, name):
    """What stands in one of the LISTS, in order."""
    model, field = LISTS[name]
    return list(model.objects.filter(user=person).order_by("pk").values_list(field, flat=True))


def _locked(person, version):
    lock(person)
    require_lines(person, version)
    person.refresh_from_db()


@transaction.atomic
def move_person(person, *, by, at, organisation, position, since, version=None):
    """At home there and as that from a day on: at once where the day has come, else when it comes.

    Raises ValidationError where a later change has been entered already, TooLate on a version that passed.
    """
    require(keeps_register, by=by, at=at)
    _locked(person, version)
    changes = _move(person, organisation, position, since, local_day(at))
    if changes:
        write("move_person", person, by=by, at=at, changes=changes | {"since": str(since)})


def _move(person, organisation, position, since, today):
    if not person.belongings.exists():
        began = min(local_day(person.date_joined), since - timedelta(days=1))
        Belonging.objects.create(
            user=person, organisation=person.organisation, position=person.position, since=began
        )
    before = person.belongings.filter(since__lte=since).last()
    said = {"organisation": organisation, "position": position}
    stood = {name: getattr(before or person, name) for name in said}
    changes = {name: [str(stood[name]), str(new)] for name, new in said.items() if stood[name] != new}
    if changes:
        _from_day(person.belongings, since, {"user": person} | said)
        if since <= today:
            _settle_in(person, organisation, position)
    return changes


def _from_day(rows, since, said):
    """Ends what stands on that day the day before, and begins the new one; none where nothing is said."""
    if later := rows.filter(since__gt=since).order_by("since").first():
        day = date_format(later.since, "DATE_FORMAT")
        raise ValidationError(
            {
                "since": _("A change from %(day)s on has been entered already. Choose a later day.")
                % {"day": day}
            }
        )
    rows.filter(since=since).delete()
    standing = Q(until=None) | Q(until__gte=since)
    rows.filter(standing, since__lt=since).update(until=since - timedelta(days=1))
    if said:
        rows.create(**said, since=since)


def _settle_in(person, organisation, position):
    """What the account says today. Whoever informs for the old home informs for the new one."""
    old = person.organisation_id
    person.organisation, person.position = organisation, position
    person.save(update_fields=["organisation", "position"])
    if old != organisation.pk:
        worn = Hat.objects.filter(user=person, role=Role.INFORMANT, organisation=old)
        if worn.exists():
            worn.delete()
            Hat.objects.get_or_create(user=person, role=Role.INFORMANT, organisation=organisation)


@transaction.atomic
def change_membership(
    person, *, by, at, level, since, member=True, standing=False, sector=None, committee=None, version=None
):
    """A member of the committee of that level from a day on, in the present term; or no longer one.

    Raises ValidationError where there is no present term, or a later change stands.
    """
    require(keeps_register, by=by, at=at)
    _locked(person, version)
    term = Term.objects.filter(until=None).last()
    if term is None or since < term.since:
        raise ValidationError({"since": _("No term has begun by that day.")})
    rows = Membership.objects.filter(user=person, level=level)
    before = rows.filter(Q(until=None) | Q(until__gte=since), since__lte=since).first()
    said = {"term": term, "standing": standing, "sector": sector, "committee": committee} if member else {}
    if before and member and all(getattr(before, name) == value for name, value in said.items()):
        return
    if not before and not member:
        return
    _from_day(rows, since, said and {"user": person, "level": level} | said)
    changes = {"membership": [before and told(before), told(rows.last()) if member else None]}
    write("change_membership", person, by=by, at=at, changes=changes | {"since": str(since)})


def told(row):
    """A membership in a few words."""
    standing = _("standing committee") if row.standing else ""
    parts = [row.get_level_display(), standing, row.sector, row.committee]
    return " · ".join(str(part) for part in parts if part)


def arrive(at):
    """Those whose day has come are at home in the new place from now on. Returns how many."""
    today = local_day(at)
    rows = Belonging.objects.filter(
        Q(until=None) | Q(until__gte=today), user=OuterRef("pk"), since__lte=today
    )
    there = {name: Subquery(rows.values(name)[:1]) for name in ("organisation", "position")}
    people = User.objects.annotate(home=there["organisation"], work=there["position"]).exclude(home=None)
    due = list(people.exclude(organisation=F("home"), position=F("work")).values_list("pk", flat=True))
    for pk in due:
        _arrive(pk, today, at)
    return len(due)


@transaction.atomic
def _arrive(pk, today, at):
    person = User.objects.get(pk=pk)
    _locked(person, None)
    row = person.belongings.filter(Q(until=None) | Q(until__gte=today), since__lte=today).first()
    if row and (row.organisation_id, row.position) != (person.organisation_id, person.position):
        old = [str(person.organisation), person.position]
        _settle_in(person, row.organisation, row.position)
        changes = {"organisation": [old[0], str(row.organisation)], "position": [old[1], row.position]}
        write("arrive", person, by=None, at=at, changes=changes)
