"""What the world holds of the register and the door: sectors, accounts, rosters."""

from datetime import date, timedelta

from django.utils import timezone

from portal.people.models import Belonging, Membership, Role, Sector, Term
from portal.persons.models import Roster
from tests.makers import organisation, person

HOUR = timedelta(hours=1)


def registered(o):
    return _register() | _accounts() | _roster(o)


def _register():
    """A place without anything, and the sectors of two terms."""
    terms = [
        Term.objects.create(name="第九届", since=date(2017, 1, 1), until=date(2021, 12, 31)),
        Term.objects.create(name="第十届", since=date(2022, 1, 1)),
    ]
    group = organisation("第一界别活动组")
    made = [Sector.objects.create(term=terms[1], name=name, group=group) for name in ("教育界", "经济界")]
    member, since = person("member", Role.INFORMANT), date(2022, 1, 1)
    Membership.objects.create(user=member, term=terms[1], level="city", sector=made[1], since=since)
    Belonging.objects.create(user=member, organisation=member.organisation, since=since)
    return {"local_place": organisation("白石县联络站", "station"), "term": terms[1], "sector": made[0]}


def _accounts():
    """Somebody who has never signed in, and an account that is switched off."""
    newcomer, closed = person("newcomer", Role.INFORMANT), person("closed_account")
    closed.is_active = False
    closed.save()
    return {"newcomer": newcomer, "closed_account": closed}


def _roster(o):
    """A roster that waits, one that was imported, and somebody of the register."""
    said = {"by": o.clerk, "at": timezone.now() - HOUR, "notes": [], "rows": []}
    made = {"new": [], "before": {}, "belongings": [[], []], "memberships": [[], []], "hats": [[], []]}
    done = said | {"imported_at": timezone.now() - HOUR, "made": made | {"expertise": []}}
    return {
        "waiting_roster": Roster.objects.create(name="一.xlsx", **said),
        "stored_roster": Roster.objects.create(name="二.xlsx", **done),
        "somebody": o.author,
    }  # fmt: skip
