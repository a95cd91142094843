"""A roster: read, shown as differences, imported as a whole, and undone as a whole within a day."""

import hashlib
import json
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.days.workdays import local_day
from portal.files.checks import clean_name
from portal.ledger.engine import MOVED_ON, TooLate, one_at_a_time, require, write, write_all
from portal.ledger.models import Entry
from portal.pages.spreadsheets import read_sheets
from portal.people.models import Belonging, Expertise, Hat, Membership, User
from portal.persons.models import Roster
from portal.persons.roster import COLUMNS
from portal.persons.workflow.reading import MEMBER, Register, differences, kept, state
from portal.register.rules import keeps_register

FACTS = ("phone", "email", "party", "position", "organisation")
PREFIX, DIGITS = "m", 5  # of sign-in names: m00001
UNDONE_WITHIN = timedelta(days=1)


def read_roster(*, by, at, upload, home, role):
    """Keeps the rows of the workbook. Raises ValidationError for no such table."""
    require(keeps_register, by=by, at=at)
    sheets = read_sheets(upload, COLUMNS, "name")
    rows = [kept(name, row) for name, table in sheets for row in table.rows]
    notes = [note for _name, table in sheets for note in table.notes]
    said = {"rows": rows, "notes": notes, "home": home, "role": role}
    return Roster.objects.create(name=clean_name(upload.name), by=by, at=at, **said)


def compared(roster, at):
    return differences(roster.rows, Register(local_day(at)), roster.home)


def place(each):
    """By which a row is left out."""
    return f"{each['row']['sheet']}/{each['row']['row']}"


def digest(found):
    """Of the differences that were shown: what is imported is that and nothing else."""
    said = [
        [place(each), each["person"] and each["person"].pk, each["changes"], each["problems"]]
        for each in found
    ]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


@transaction.atomic
def import_roster(roster, *, by, at, shown, left=()):
    """Stores what was shown, all of it or nothing; `left`: places of rows that are left out.

    Raises TooLate where the register has changed since it was shown, ValidationError for a bad row that is
    not left out. Twice is once.
    """
    require(keeps_register, by=by, at=at)
    one_at_a_time("roster")
    roster = Roster.objects.select_for_update(of=["self"]).select_related("home").get(pk=roster.pk)
    if roster.imported_at:
        return roster
    found = compared(roster, at)
    if digest(found) != shown:
        raise TooLate(MOVED_ON)
    taken = [each for each in found if place(each) not in left]
    if bad := [each for each in taken if each["problems"]]:
        where = "、".join(f"{each['row']['sheet']} {each['row']['row']}" for each in bad[:5])
        raise ValidationError(_("Mend these rows or leave them out: %(rows)s.") % {"rows": where})
    new = [each for each in taken if state(each) == "new"]
    changed = [each for each in taken if state(each) == "changed"]
    made = _store(new, changed, roster, local_day(at), at)
    roster.imported_at, roster.made = at, made
    roster.save(update_fields=["imported_at", "made"])
    write_all("roster_new", {each["person"]: each["changes"] for each in new}, by=by, at=at)
    write_all("roster_change", {each["person"]: each["changes"] for each in changed}, by=by, at=at)
    write("import_roster", roster, by=by, at=at, changes={"new": len(new), "changed": len(changed)})
    return roster


def _store(new, changed, roster, today, at):
    """Returns {"new": ids, "before": {id: facts}, "rows": {model: [ids made, values as they stood]}, …}."""
    pks = [each["person"].pk for each in changed]
    people = User.objects.select_for_update(of=["self"]).in_bulk(pks)
    before = {
        pk: {name: getattr(people[pk], f"{name}_id" if name == "organisation" else name) for name in FACTS}
        for pk in pks
    }
    moved = [each for each in changed if {"organisation", "position"} & {*each["changes"]}]
    homes = {each["person"].pk: people[each["person"].pk].organisation_id for each in changed}
    for each in changed:
        each["person"] = person = people[each["person"].pk]
        for name in FACTS:
            if name in each["changes"]:
                setattr(person, name, each["said"][name])
    User.objects.bulk_update(people.values(), FACTS)
    _create(new, roster, at)
    belongings = _belongings(new, moved, before, today)
    hats = _hats(new, moved, homes, roster)
    memberships = _memberships([*new, *changed], today)
    fields = [
        Expertise(user=each["person"], field=word)
        for each in [*new, *changed]
        for word in each["said"].get("expertise", ())
        if "expertise" in each["changes"] and word not in each["changes"]["expertise"][0].split("、")
    ]  # fmt: skip
    Expertise.objects.bulk_create(fields)
    return {
        "new": [each["person"].pk for each in new], "before": before, "belongings": belongings, "hats": hats,
        "memberships": memberships, "expertise": [row.pk for row in fields],
    }  # fmt: skip


def _create(new, roster, at):
    """Nobody can sign in with these before they get a way in."""
    names = User.objects.filter(username__regex=rf"^{PREFIX}\d{{{DIGITS}}}$").values_list(
        "username", flat=True
    )
    last = max((int(name[1:]) for name in names), default=0)
    nothing = make_password(None)
    for number, each in enumerate(new, last + 1):
        said = {name: each["said"][name] for name in ("name", *FACTS) if name in each["said"]}
        username = f"{PREFIX}{number:0{DIGITS}}"
        each["person"] = User(username=username, password=nothing, date_joined=at, **said)
    User.objects.bulk_create(each["person"] for each in new)


def _replace(model, rows, standing, today):
    """Ends what stands with yesterday, begins `rows` today. Returns [ids made, values as they stood]."""
    stood = list(standing.values())
    for old in stood:
        if old["since"] > today:
            raise ValidationError(
                _("%(name)s: a change of a later day has been entered. Leave the row out.")
                % {"name": User.objects.get(pk=old["user_id"]).name}
            )
    pks = [old["id"] for old in stood]
    model.objects.filter(pk__in=pks, since=today).delete()
    model.objects.filter(pk__in=pks).update(until=today - timedelta(days=1))
    model.objects.bulk_create(rows)
    return [[row.pk for row in rows], stood]


def _belongings(new, moved, before, today):
    users = [each["person"] for each in moved]
    known = {*Belonging.objects.filter(user__in=users).values_list("user", flat=True)}
    first = [
        Belonging(
            user=user, organisation_id=before[user.pk]["organisation"], position=before[user.pk]["position"],
            since=min(local_day(user.date_joined), today - timedelta(days=1)),
        )
        for user in users if user.pk not in known
    ]  # fmt: skip
    Belonging.objects.bulk_create(first)
    rows = [
        Belonging(user=user, organisation_id=user.organisation_id, position=user.position, since=today)
        for user in [*(each["person"] for each in new), *users]
    ]
    return _replace(Belonging, rows, Belonging.objects.filter(user__in=users, until=None), today)


def _hats(new, moved, homes, roster):
    """The role of those who are new; whoever informs for the old home informs for the new one."""
    users = {each["person"].pk: each["person"] for each in moved if "organisation" in each["changes"]}
    worn = [
        hat
        for hat in Hat.objects.filter(user__in=users, role="informant")
        if hat.organisation_id == homes[hat.user_id]
    ]
    stood = [[hat.user_id, hat.organisation_id] for hat in worn]
    Hat.objects.filter(pk__in=[hat.pk for hat in worn]).delete()
    rows = [
        Hat(user_id=pk, role="informant", organisation_id=users[pk].organisation_id) for pk, _home in stood
    ]
    Hat.objects.bulk_create(rows, ignore_conflicts=True)
    if roster.role:
        Hat.objects.bulk_create(
            Hat(user=each["person"], role=roster.role, organisation_id=each["person"].organisation_id)
            for each in new
        )
    return [[[row.user_id, row.organisation_id] for row in rows], stood]


def _memberships(taken, today):
    register = Register(today)
    rows, standing = [], []
    for each in taken:
        if register.term is None or not {*MEMBER} & {*each["changes"]}:
            continue
        level = each["said"].get("level", Membership.Level.CITY)
        old = register.memberships.get((each["person"].pk, level))
        stood = {name: getattr(old, name) for name in MEMBER} if old else {}
        said = (
            stood | {"level": level} | {name: each["said"][name] for name in MEMBER if name in each["said"]}
        )
        since = max(today, register.term.since)
        rows.append(Membership(user=each["person"], term=register.term, since=since, **said))
        standing += [old.pk] if old else []
    return _replace(Membership, rows, Membership.objects.filter(pk__in=standing), today)


@transaction.atomic
def undo_roster(roster, *, by, at):
    """Takes back what nobody has changed since; new people keep a closed account. Returns who stays as is.

    Raises ValidationError after a day.
    """
    require(keeps_register, by=by, at=at)
    one_at_a_time("roster")
    roster = Roster.objects.select_for_update(of=["self"]).get(pk=roster.pk)
    if roster.undone_at or not roster.imported_at:
        return []
    if at - roster.imported_at > UNDONE_WITHIN:
        raise ValidationError(_("A roster can be undone for a day. Change the people one by one."))
    made = roster.made
    before = {int(pk): facts for pk, facts in made["before"].items()}
    people = User.objects.select_for_update(of=["self"]).in_bulk([*made["new"], *before])
    touched = _touched(people, roster, {*made["new"]})
    undone = {pk: person for pk, person in people.items() if pk not in touched}
    for pk, person in undone.items():
        if pk in before:
            for name, value in before[pk].items():
                setattr(person, "organisation_id" if name == "organisation" else name, value)
        else:
            person.is_active = False
    User.objects.bulk_update(undone.values(), [*FACTS, "is_active"])
    for model, name in ((Belonging, "belongings"), (Membership, "memberships")):
        ids, stood = made[name]
        model.objects.filter(pk__in=ids, user__in=undone).delete()
        back = [model(**old) for old in stood if old["user_id"] in undone]
        model.objects.filter(pk__in=[row.pk for row in back]).delete()
        model.objects.bulk_create(back)
    Expertise.objects.filter(pk__in=made["expertise"], user__in=undone).delete()
    _hats_back(made, undone)
    roster.undone_at = at
    roster.save(update_fields=["undone_at"])
    write_all("roster_undone", {person: {} for person in undone.values()}, by=by, at=at)
    new = sum(pk in undone for pk in made["new"])
    write("undo_roster", roster, by=by, at=at, changes={"new": new, "changed": len(undone) - new})
    return [people[pk] for pk in sorted(touched)]


def _hats_back(made, undone):
    Hat.objects.filter(user__in=[pk for pk in made["new"] if pk in undone]).delete()
    given, stood = made["hats"]
    for user, organisation in given:
        if user in undone:
            Hat.objects.filter(user=user, organisation=organisation, role="informant").delete()
    Hat.objects.bulk_create(
        (
            Hat(user_id=user, organisation_id=place, role="informant")
            for user, place in stood
            if user in undone
        ),
        ignore_conflicts=True,
    )


def _touched(people, roster, new):
    """Ids of those whose journal has gone on since, or who have signed in with an account that was new."""
    chains = {f"user/{pk}": pk for pk in people}
    later = Entry.objects.filter(chain__in=chains, at__gte=roster.imported_at)
    later = later.exclude(kind__in=("roster_new", "roster_change"), at=roster.imported_at)
    gone_on = {chains[chain] for chain in later.values_list("chain", flat=True)}
    return gone_on | {pk for pk in new if people[pk].last_login}
