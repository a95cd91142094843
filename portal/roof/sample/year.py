"""The demo's year: 273 reports, 62 of them with units, 33 pieces in 21 issues, 8 directives, every state."""

import random
import tomllib
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from django.db import transaction

from feedback.models import Notice
from feedback.tells import news, people, with_people
from portal.days import workdays
from portal.ledger.models import Entry, Untold
from portal.people.models import Organisation
from portal.roof.sample import (
    appointments,
    competences,
    following,
    register,
    revisits,
    unreached,
    working_time,
)
from portal.roof.sample.issues import Issues
from portal.roof.sample.proposals import Proposals
from portal.roof.sample.sources import Sources
from portal.roof.sample.stations import Stations
from portal.roof.sample.upward import Upward
from portal.roof.sample.walks import Walk, in_office
from reports import workflow as reports
from reports.models import Credit, Report
from reports.states import State

MATTERS = Path(__file__).parent / "matters"
# outcome: (how many, submitted between so many and so many days ago)
PLAN = {
    "kept": (163, 2, 364),
    "sealed": (1, 0, 1),
    "purged": (1, 60, 90),
    "refused": (1, 20, 40),
    "withdrawn": (6, 10, 350),
    "issue+concluded": (15, 30, 360),
    "issue+directed+closed": (5, 75, 330),
    "issue+directed+answered": (1, 17, 19),
    "issue+directed+handling": (2, 12, 18),
    "issue+transferred+closed": (7, 75, 330),
    "issue+transferred+handling": (1, 14, 16),
    "issue": (2, 3, 5),
    "transferred+closed": (29, 60, 340),
    "transferred+contested": (1, 16, 18),
    "transferred+reopened": (1, 26, 32),
    "transferred+answered": (3, 14, 17),
    "transferred+handling": (1, 8, 30),
    "transferred+return_requested": (1, 1, 2),
    "transferred+returned": (1, 4, 7),
    "transferred+late": (1, 54, 58),
    "transferred+time_requested": (1, 9, 10),
    "transferred+waiting": (1, 9, 12),
    "transferred+replied": (3, 11, 14),
    "transferred+assigned": (3, 1, 2),
    "placed": (2, 1, 2),
    "signed": (3, 0, 1),
    "awaiting_signoff": (3, 0, 1),
    "editing": (4, 0, 1),
    "submitted": (6, 0, 1),
    "returned": (4, 1, 5),
}
ISSUES = 21
FOR_THE_INFORMANT = {"returned", "transferred+answered", "issue+directed+closed"}
FOR_THE_OFFICER = {
    "transferred+waiting",
    "transferred+assigned",
    "transferred+late",
    "transferred+reopened",
    "issue+directed+handling",
}
REASONS = (["duplicate", "known", "no_facts", "out_of_scope", "stale"], [5, 4, 4, 2, 1])


class Year:
    """The same year every time it is loaded, ending at `now`."""

    def __init__(self, now):
        self.now = now.astimezone(workdays.SHANGHAI)
        self.rng = random.Random(2026)
        self.calendar = workdays.load()
        self.in_office = in_office(self.calendar, self.now)
        self.register = register.load(self.now, self.rng)
        units = Organisation.objects.filter(kind=Organisation.Kind.HANDLING_UNIT)
        self.units = {unit.name: unit for unit in units}
        self.matters = [
            m for path in sorted(MATTERS.glob("*.toml")) for m in tomllib.loads(path.read_text())["matter"]
        ]
        self.rng.shuffle(self.matters)
        self.waiting, self.sizes, self.seen = [], self._sizes(), set()
        self.stations, self.proposals, self.issues = Stations(self), Proposals(self), Issues(self)

    def key(self):
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _sizes(self):
        """How many pieces each issue has."""
        pieces = sum(count for outcome, (count, *_) in PLAN.items() if outcome.startswith("issue"))
        sizes = [1] * (2 * ISSUES - pieces) + [2] * (pieces - ISSUES)
        self.rng.shuffle(sizes)
        return sizes

    def load(self):
        working_time.load(self)
        competences.load(self)
        appointments.load(self)
        self.sources = Sources(self)
        planned = sorted(
            (self._start(first, last), outcome)
            for outcome, (count, first, last) in PLAN.items()
            for _ in range(count)
        )
        for n, (start, outcome) in enumerate(planned):
            self.walk(n, start, outcome)
        self._drafts()
        self.stations.load()
        self._combine()
        self._before_the_chair()
        self.issues.correct()
        Upward(self).load()
        following.load(self)
        revisits.load(self)
        unreached.load(self)
        self._notices()

    def _start(self, first, last):
        day = self.now - timedelta(days=self.rng.uniform(first, last))
        at = day.replace(
            hour=self.rng.randint(8, 15), minute=self.rng.randint(0, 59), second=0, microsecond=0
        )
        return min(at, self.now - timedelta(minutes=self.rng.randint(5, 90)))

    def walk(self, n, start, outcome):
        first, *rest = outcome.split("+")
        walk = Walk(self, *self.draft(n, start, outcome), start + timedelta(minutes=10))
        if first in ("submitted", "editing", "awaiting_signoff", "signed"):
            walk.to(first)
        elif first == "kept":
            walk.to("submitted").keep(self.rng.choices(*REASONS)[0])
        elif first == "refused":
            walk.to("submitted").refuse()
        elif first in ("sealed", "purged"):
            walk.to("submitted").seal(first)
        elif first == "withdrawn":
            walk.to("submitted")
            reports.withdraw(walk.report, by=walk.report.author, at=walk.later(0.5))
        elif first == "returned":
            walk.to("submitted").give_back()
        elif first == "transferred":
            walk.to("signed").transfer().handle(rest[0])
        else:
            self.waiting.append((walk.to("signed"), first, rest))
            self.fill_issue()

    def draft(self, n, at, outcome="draft"):
        """The demo's informant and officer get at least one of what there is to see."""
        matter = self.matters[n % len(self.matters)]
        if first_of(outcome, FOR_THE_OFFICER, self.seen):
            rest = [*self.matters[n % 40 :], *self.matters]
            matter = next(m for m in rest if m["units"][0] == register.HOUSING)
        mine = first_of(outcome, FOR_THE_INFORMANT, self.seen) or outcome == "draft" or n % 23 == 0
        place = register.PLACES[(n + 3 * (n // len(self.matters))) % len(register.PLACES)]
        parts = {
            p: matter[p].strip().replace("{place}", place)
            for p in ("title", "situation", "analysis", "advice")
        }
        author = self.register.informants[0 if mine else self.rng.randrange(1, 500)]
        author, source = self.sources.of(author, at)
        source = source or self.proposals.source(matter) or self.stations.source(matter, parts, at)
        joint = self.rng.sample(self.register.informants[1:], 2) if self.rng.random() < 0.1 else []
        filed = {"by": author, "joint": [Credit(user.name, user) for user in joint if user != author]}
        if not (mine or source):
            filed |= self._for_others(n)
        report = reports.begin(
            at=at, key=self.key(), category=matter["category"], occasion=matter["occasion"],
            name_shown=self.rng.random() < 0.6, source=source, **filed, **parts,
        )  # fmt: skip
        return report, matter

    def _for_others(self, n):
        """Now and then a group files as a whole, with an expert, or the office writes down a call."""
        people = self.register.people
        match n % 40:
            case 5:
                group = people["malan"].organisation
                return {"by": people["malan"], "organisation": group, "collective": True}
            case 15:
                return {"joint": [Credit("海洋研究所专家组", field="海洋生态", share=Fraction(2, 5))]}
            case 25:
                told = {"on_behalf_of": "来电群众", "on_behalf_way": "phone", "on_behalf_phone": "6200000"}
                return {"by": people["lihui"], "joint": [], **told}
        return {}

    def fill_issue(self):
        """Publishes an issue as soon as it has its pieces; the last ones stay in an unfinished issue."""
        placed = [walk for walk, first, _rest in self.waiting if first == "placed"]
        full = [entry for entry in self.waiting if entry[1] == "issue"]
        if len(placed) == PLAN["placed"][0]:
            self.issues.leave_unfinished(placed)
            self.waiting = full
        elif self.sizes and len(full) == self.sizes[-1]:
            self.sizes.pop()
            self.waiting = [entry for entry in self.waiting if entry[1] != "issue"]
            self.publish(full)

    def publish(self, entries):
        at = self.issues.publish([walk for walk, _first, _rest in entries], unread=not self.sizes)
        for walk, _first, rest in entries:
            walk.t = at
            walk.report.refresh_from_db()
            self.follow(walk, *rest)

    def follow(self, walk, *rest):
        match rest:
            case ("concluded",):
                note = "本件已编入专报，供领导决策参阅，未另作批示。"
                reports.conclude(
                    walk.report, by=self.register.people["lihui"], at=walk.later(days=8), note=note
                )
            case ("directed", stage):
                walk.direct().handle(stage)
            case ("transferred", stage):
                walk.transfer().handle(stage)

    def _drafts(self):
        """Two drafts on the demo informant's desk."""
        for n in (300, 301):
            self.draft(n, self.now - timedelta(hours=n - 290))

    def _combine(self):
        """Two of the reports being edited are worked up into one."""
        report, host = Report.objects.filter(status=State.EDITING).order_by("submitted_at", "pk")[:2]
        note = "两件反映同一方面问题，综合编写。"
        reports.merge(report, by=self.register.people["lihui"], at=self.now, host=host, note=note)

    def _before_the_chair(self):
        """One of those that wait for the signature matters enough to be read by the chair first."""
        report = Report.objects.filter(status=State.AWAITING_SIGNOFF).order_by("submitted_at", "pk").first()
        note = "涉及面较广，请主席审阅。"
        reports.mark_important(report, by=self.register.people["chenjing"], at=self.now, note=note)

    def _notices(self):
        """Everybody was told at the time and has read what is older than a week. The past sends no mail."""
        week_ago = self.now - timedelta(days=7)
        entries = with_people(news(Entry.objects.all()))
        Notice.objects.bulk_create(
            Notice(
                user=user, entry=entry, at=entry.at, day=workdays.local_day(entry.at),
                read_at=entry.at if entry.at < week_ago else None,
            )
            for entry in entries
            for user in people(entry) or [self.register.people["lihui"]]
        )  # fmt: skip
        Untold.objects.all().delete()


def first_of(outcome, wanted, seen):
    """Whether this is the first report with an outcome that is wanted."""
    if outcome not in wanted or outcome in seen:
        return False
    seen.add(outcome)
    return True


def load(now):
    """All of it or nothing."""
    with transaction.atomic():
        Year(now).load()
