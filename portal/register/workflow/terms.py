"""A new term begins (换届): who stays, leaves and comes, with all that follows, as a whole or not at all.

What would change is made first, row by row, as a list of changes; the page shows that list (the dry run), and
the run goes through the same list and makes each of them.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.engine import MOVED_ON, TooLate, lock, one_at_a_time, require, write
from portal.people.models import Hat, Membership, Organisation, Role, Sector, Term, User
from portal.register.registry import LEAVINGS
from portal.register.rules import changes_term
from portal.register.workflow.organisations import plain

NO_FIRST_DAY = _("The first day is today or earlier, and after the first day of the present term.")
NAME_TAKEN = _("There is a term with this name.")
THERE_ALREADY = _("%(name)s is a member already and stays.")


@dataclass(frozen=True)
class Change:
    """One row of what changes: what, whose, from what to what; `act` makes it."""

    what: str | Promise
    who: str
    before: str
    after: str
    act: Callable[[], object] = field(compare=False, repr=False)
    tells: User | None = None  # whom it is news to


@dataclass(frozen=True)
class Plan:
    """A term to come, as the form says it. `leave`: ids of memberships that end; `come`: [(user, the name of
    a sector or "")]; `anew`: whether all conveners are named anew; `carry`: whether sectors go on.
    """

    name: str
    since: date
    leave: frozenset[int] = frozenset()
    come: tuple = ()
    carry: bool = True
    anew: bool = False


def present():
    """The term without a last day; None before the first one."""
    return Term.objects.filter(until=None).last()


def running(term):
    """Its memberships that have not ended."""
    rows = Membership.objects.filter(term=term, until=None) if term else Membership.objects.none()
    return rows.select_related("user", "sector__group", "committee", "term").order_by(
        "sector__id", "user__name", "pk"
    )


def changes(plan, *, by, at):
    """[Change] of all that the new term brings; nothing is changed by making the list."""
    old, last = present(), plan.since - timedelta(days=1)
    new = Term(name=plan.name, since=plan.since)
    sectors: dict[str, Sector] = {}
    rows = list(running(old))
    found = []
    if old:
        found.append(Change(_("Term ends"), old.name, "", str(last), partial(_set, old, until=last)))
    found.append(Change(_("Term begins"), plan.name, "", str(plan.since), new.save))
    found += _sectors(plan, old, new, sectors)
    found += [change for row in rows for change in _membership(plan, row, new, sectors, last)]
    found += [
        Change(_("Comes"), user.name, "", sector, partial(_come, user, new, sectors, sector), user)
        for user, sector in plan.come
    ]
    leavers = {row.user_id for row in rows if row.pk in plan.leave}
    leavers -= {row.user_id for row in rows if row.pk not in plan.leave}  # of one committee, not of both
    return found + _conveners(plan, leavers) + _leavings(plan, leavers, by, at)


def _sectors(plan, old, new, sectors):
    """Those that go on, under the same name in the same group."""
    for sector in old.sectors.select_related("group").order_by("pk") if old and plan.carry else ():
        group = sector.group.heir if sector.group else None
        made = Sector(term=new, name=sector.name, group=group)
        sectors[sector.name] = made
        yield Change(_("Sector goes on"), sector.name, "", str(group or ""), partial(_save, made, "term"))


def _membership(plan, row, new, sectors, last):
    sector = row.sector.name if row.sector else ""
    as_what = " ".join(filter(None, [row.get_level_display(), sector]))
    end = partial(_set, row, until=last)
    if row.pk in plan.leave:
        yield Change(_("Leaves"), row.user.name, as_what, str(last), end, row.user)
        return
    goes_on = Membership(
        user=row.user, term=new, level=row.level, standing=row.standing, sector=sectors.get(sector),
        committee=row.committee and row.committee.heir, since=plan.since,
    )  # fmt: skip
    kept = sector if sector in sectors else ""
    after = " ".join(filter(None, [row.get_level_display(), kept]))
    yield Change(_("Stays"), row.user.name, as_what, after, partial(_stay, end, goes_on))


def _stay(end, goes_on):
    end()
    _save(goes_on, "term", "sector")


def _come(user, new, sectors, sector):
    _save(
        Membership(
            user=user, term=new, level=Membership.Level.CITY, sector=sectors.get(sector), since=new.since
        ),
        "term",
        "sector",
    )


def _save(row, *parents):
    """What it belongs to was saved a moment ago, and has its number since."""
    for name in parents:
        setattr(row, name, getattr(row, name))
    row.save(force_insert=True)


def _set(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def _conveners(plan, leavers):
    """Of groups of sectors: of those who leave, or of all of them where they are named anew."""
    hats = Hat.objects.filter(role=Role.CONVENER, organisation__kind=Organisation.Kind.SECTOR_GROUP)
    hats = hats if plan.anew else hats.filter(user__in=leavers)
    return [
        Change(_("Convener ends"), hat.user.name, hat.organisation.name, "", hat.delete, hat.user)
        for hat in hats.select_related("user", "organisation").order_by("organisation", "pk")
    ]


def _leavings(plan, leavers, by, at):
    """What the apps above end when somebody leaves."""
    return [
        Change(each.label, each.who(row).name, each.words(row), "", partial(each.end, row, by=by, at=at))
        for each in LEAVINGS
        for row in each.of(leavers, plan.since)
    ]


def digest(found):
    """Of exactly these changes, so that nothing changes that nobody was shown."""
    said = "\n".join(f"{row.what}|{row.who}|{row.before}|{row.after}" for row in found)
    return hashlib.sha256(said.encode()).hexdigest()


def require_good(plan, today):
    """Raises ValidationError for a term that cannot begin like this."""
    old = present()
    if plan.since > today or old and plan.since <= old.since:
        raise ValidationError({"since": NO_FIRST_DAY})
    if any(plain(name) == plain(plan.name) for name in Term.objects.values_list("name", flat=True)):
        raise ValidationError({"name": NAME_TAKEN})
    staying = {row.user_id for row in running(old) if row.pk not in plan.leave}
    for user, _sector in plan.come:
        if user.pk in staying:
            raise ValidationError({"come": THERE_ALREADY % {"name": user}})


@transaction.atomic
def begin_term(plan, *, by, at, shown=None):
    """Makes all changes of the plan. Raises TooLate where they are others by now than were `shown`."""
    require(changes_term, by=by, at=at)
    one_at_a_time("register", "organisations")
    one_at_a_time("register", "terms")
    require_good(plan, local_day(at))
    found = changes(plan, by=by, at=at)
    if shown not in (None, digest(found)):
        raise TooLate(MOVED_ON)
    for change in found:
        change.act()
    new = present()
    lock(new)
    rows = [[str(row.what), row.who, row.before, row.after] for row in found]
    people = sorted({row.tells.pk for row in found if row.tells})
    said = {"name": new.name, "since": str(new.since), "rows": rows, "people": people}
    write("begin_term", new, by=by, at=at, changes=said)
    return new
