"""What the demo's stations have talked over: a dozen matters, in every stage there is."""

import tomllib
from datetime import timedelta
from pathlib import Path

from portal.people.models import Hat, Organisation, Role
from reports.states import MatterState as S
from reports.workflow import consultations, out_of

TOWN = "东湖区城关联络站"
MATTERS = Path(__file__).with_suffix(".toml")
CITIZENS = [("周女士", "13900000000"), ("马师傅", "0535-6600000"), ("一位家长", "13900000001")]


class Stations:
    """Loads the matters, and gives a consultation to those reports of the year that came out of one."""

    MOST = 6  # reports with a consultation of their own

    def __init__(self, year):
        self.year, self.by, self.given = year, year.register.people["hefang"], 0
        self.town = Organisation.objects.get(name=TOWN)
        Hat.objects.create(user=self.by, role=Role.LIAISON, organisation=self.town)
        self.intake = consultations.make_address(self.town, by=self.by, at=year.now - timedelta(days=300))

    def source(self, matter, parts, at):
        """The consultation a report came out of; None where it came out of something else."""
        if matter["occasion"] != "consultation" or self.given == self.MOST:
            return None
        self.given += 1
        return self.recorded(
            self.given, self.year.in_office(at - timedelta(days=6)), kind="consultation",
            topic=parts["title"], text=parts["situation"], place="城关街道议事厅", participants="居民、街道",
        )  # fmt: skip

    def load(self):
        for n, matter in enumerate(tomllib.loads(MATTERS.read_text())["matter"]):
            stage, days, result = matter.pop("stage"), matter.pop("days"), matter.pop("result", "")
            recent = self.year.now - timedelta(hours=1)
            at = min(self.year.in_office(recent - timedelta(days=days, hours=1)), recent)
            begin = self.recorded if matter["kind"] == "consultation" else self.sent
            self.walk(begin(n, at, **matter), stage, at, result)

    def recorded(self, _n, at, **said):
        day = (at - timedelta(days=1)).date()
        return consultations.record(
            by=self.by, at=at, key=self.year.key(), station=self.town, held_on=day, **said
        )

    def sent(self, n, at, *, topic, text, **_kind):
        citizen, phone = CITIZENS[n % len(CITIZENS)]
        return consultations.receive(
            self.intake, at=at, key=self.year.key(), topic=topic, text=text, citizen=citizen, phone=phone,
            notice="2026-11",
        )  # fmt: skip

    def walk(self, matter, stage, at, result):
        """Real verbs, some working days apart."""
        who = {"by": self.by, "at": self.year.in_office(at, 1)}
        if stage == S.SET_ASIDE:
            consultations.set_aside(matter, **who, reason=result)
        elif stage != S.RECEIVED and matter.status == S.RECEIVED:
            consultations.accept_matter(matter, **who)
        who["at"] = self.year.in_office(who["at"], 4)
        if stage == S.SETTLED:
            consultations.settle_matter(matter, **who, note=result)
        elif stage == S.PASSED_ON:
            consultations.pass_on(matter, **who, to=result)
        elif stage == S.WRITING:
            out_of.turn_into_report(matter, **who)
