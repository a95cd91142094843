"""How a sample report gets to where it is today: real verbs at believable moments."""

from datetime import timedelta

from portal.days.workdays import at_time, local_day
from portal.roof.sample.handled import CLOSES, OPENS, Handled
from reports import workflow as reports
from reports.reasons import STANDARD_WORDS
from routing.models import Directive
from routing.workflow import assignments, directives, sealing

REVIEW = {
    "submitted": (),
    "editing": ("take_up", "edit"),
    "awaiting_signoff": ("take_up", "edit", "send"),
    "signed": ("take_up", "edit", "send", "sign"),
}
KEEP_WORDS = {
    "duplicate": "同类情况已由其他信息员反映并编发，本件留存参阅，感谢您的关注。",
    "known": "市里已出台相关措施，正在落实，本件留存备查。",
    "no_facts": "所提问题具有一定普遍性，但缺少具体事例和数据，暂留存参阅。",
    "out_of_scope": "所提事项主要属上级权限，已留存，将结合上报选题统筹使用。",
    "stale": "所反映情况已有变化，本件留存。",
}
DIRECTIVES = [
    "此件反映的问题很实在，请研究提出办法，一个月内报结果。",
    "建议可行。请牵头会同有关部门抓好落实。",
    "民生无小事，请认真办理，并将结果反馈市政协。",
    "请阅研。能马上办的马上办，需要时间的列出计划。",
]


class Walk(Handled):
    """One report's walk; `t` is its present moment and never passes `now`."""

    def __init__(self, year, report, matter, start):
        self.year, self.report, self.matter, self.t = year, report, matter, start
        self.rng, self.people = year.rng, year.register.people

    def later(self, hours=0.0, days=0):
        """Some office hours or working days on."""
        self.t = self.year.in_office(self.t + timedelta(hours=hours), days)
        return self.t

    def to(self, stage):
        """Files the report and walks it to this stage of review; authors of what is taken up accepted."""
        reports.submit(self.report, by=self.report.author, at=self.t)
        if REVIEW[stage]:
            for joint in self.report.authors.filter(accepted_at=None, user__isnull=False):
                reports.accept_authorship(joint, by=joint.user, at=self.t)
        for name in REVIEW[stage]:
            getattr(self, name)()
        return self

    def take_up(self):
        reports.take_up(self.report, by=self.people["lihui"], at=self.later(self.rng.uniform(0.2, 1)))

    def edit(self):
        parts = self.report.working.parts() | {"advice": self.matter["edited_advice"].strip()}
        reports.edit(
            self.report, by=self.people["lihui"], at=self.later(self.rng.uniform(0.3, 1.5)),
            version=self.report.version, note="压缩建议部分，理顺层次。", **parts,
        )  # fmt: skip

    def send(self):
        """By way of the vetter where the office has one."""
        if not self.year.calendar.policy.on(local_day(self.t)).vetting:
            return reports.submit_for_signoff(self.report, by=self.people["lihui"], at=self.later(0.2))
        reports.submit_for_vetting(self.report, by=self.people["lihui"], at=self.later(0.2))
        text = {"version": self.report.version, "note": "可送签。", **self.report.working.parts()}
        return reports.vet(self.report, by=self.people["zhoulan"], at=self.later(0.2), **text)

    def sign(self):
        if self.rng.random() < 0.08:
            note = "建议再具体一些，点明责任单位。"
            reports.send_back(self.report, by=self.people["chenjing"], at=self.later(0.5), note=note)
            self.edit()
            self.send()
        late = 16 * (self.rng.random() < 0.12)  # sometimes the signer is only there the next day
        at = self.later(self.rng.uniform(0.2, 1) + late)
        reports.sign_off(
            self.report, by=self.people["chenjing"], at=at, text_hash=self.report.working.text_hash
        )

    def keep(self, reason):
        at = self.later(self.rng.uniform(1, 4))
        reports.keep_on_file(
            self.report, by=self.people["lihui"], at=at, reason=reason, note=KEEP_WORDS[reason]
        )

    def refuse(self):
        reports.refuse(
            self.report, by=self.people["lihui"], at=self.later(1), reason="promotion",
            note=STANDARD_WORDS["promotion"],
        )  # fmt: skip

    def seal(self, stage):
        reports.refuse_classified(self.report, by=self.people["lihui"], at=self.later(0.5))
        if stage == "purged":
            sealing.purge(self.report, by=self.people["anquan"], at=self.later(3))

    def give_back(self):
        reports.return_to_author(
            self.report, by=self.people["lihui"], at=self.later(1), reason="no_advice",
            note="情况写得清楚，但建议部分偏少，请补充两至三条可操作的建议后再报。",
        )  # fmt: skip

    def units(self):
        units = [self.year.units[name] for name in self.matter["units"]]
        return units[:1], units[1:]

    def direct(self):
        """Most are written in the reading room; every third comes on paper, from the province."""
        lead, co = self.units()
        leader = self.people[self.rng.choice(["sunbo", "wuyue"])]
        at, key, text = self.later(days=1), self.year.key(), self.rng.choice(DIRECTIVES)
        said = {"at": at, "key": key, "text": text, "lead": lead, "co": co}
        if Directive.objects.count() % 3 < 2:
            directive = directives.direct(self.report.piece, by=leader, **said)
            directives.see_through(directive, by=self.people["lihui"], at=self.later(0.2))
        else:
            paper = {"leader_name": "省政府分管领导", "rank": "provincial", "written_on": local_day(at)}
            directives.register_directive(self.report.piece, by=self.people["lihui"], **paper, **said)
        return self

    def transfer(self):
        lead, co = self.units()
        assignments.transfer(
            self.report, by=self.people["lihui"], at=self.later(1), lead=lead, co=co,
            request="请研究办理，并书面反馈办理情况。",
        )  # fmt: skip
        return self


def in_office(calendar, now):
    """A function that moves a moment into office hours, so many working days on, and never past `now`."""

    def moved(at, days=0):
        at = at.astimezone(now.tzinfo)
        day = calendar.add(at.date(), days).end
        at = at + (day - at.date())
        if at.time() > CLOSES:
            day, at = (
                day + timedelta(days=1),
                at_time(day + timedelta(days=1), OPENS) + timedelta(minutes=at.minute),
            )
        working = calendar.next_working(day)
        if working != day or at.time() < OPENS:
            at = at_time(working, OPENS) + timedelta(minutes=at.minute)
        return min(at, now)

    return moved
