"""What units and the office do with a sample report, from signing for it to the author's opinion."""

from datetime import time, timedelta

from feedback.workflow import give_opinion, lapse
from portal.days.workdays import at_time, end_of, local_day
from reports import workflow as reports
from reports.states import State
from routing.models import Directive, Promise
from routing.states import DirectiveState, PromiseState
from routing.workflow import assignments, directives, promises, reopening, returning, waiting
from routing.workflow.closing import pass_reply

WORDS = {
    "satisfied": "办理单位两次来电沟通，解决得很及时。",
    "dissatisfied": "答复只写了计划，我又去看过，现场没有变化，希望再核实一次。",
}
CONSENT = 0.5  # how many may be asked later how it ended
OPENS, CLOSES = time(8, 40), time(17, 20)
DONE = "承诺事项已按期完成：相关改造已经验收，长效管护责任已落实到所属街道和物业，现场照片和验收单另附。"


def said(grade, at):
    """What a unit says besides its measures, as such replies say it."""
    talk = {"talked": "phone", "talked_on": local_day(at) - timedelta(days=1)}
    if grade == "solved":
        return {"advice": "yes"} | talk
    if grade == "planned":
        why = "关于排查整改和明确责任的建议已采纳；关于专项资金的建议需统筹财力，列入下年度计划研究。"
        return {"advice": "partly", "advice_why": why} | talk
    why = "所提事项涉及上级事权，本单位无权调整，已向主管部门反映。"
    return {"advice": "no", "advice_why": why, "talked": "not_yet"}


class Handled:
    """The part of a walk that begins when a unit has it."""

    def handle(self, stage):
        """Walks the lead unit's assignment to this stage, and after it the report."""
        lead = self.report.assignments.get(part="lead")
        officer = self.year.register.officers[lead.unit.name]
        if stage == "assigned":
            return
        for assignment in self.report.assignments.all():
            by = self.year.register.officers[assignment.unit.name]
            assignments.sign_for(assignment, by=by, at=self.later(self.rng.uniform(0.5, 3)))
            if not assignment.leads and stage in ("replied", "answered", "closed"):
                self.send_opinion(assignment, by)
        lead.refresh_from_db()
        if stage in ("return_requested", "returned"):
            self.give_back_part(lead, officer, stage)
            return
        if stage == "time_requested" or stage in ("answered", "closed") and self.rng.random() < 0.15:
            at = self.later(days=6)
            assignments.request_time(
                lead, by=officer, at=at, days=10, note="需会同街道入户核实，申请延长办理时间。"
            )
            if stage != "time_requested":
                assignments.grant_time(lead, by=self.people["lihui"], at=self.later(3))
        if stage == "waiting":
            whom = "与反映人和街道约定联合踏勘的时间"
            waiting.wait_for(lead, by=officer, at=self.later(days=1), waiting_for=whom)
        if stage in ("handling", "late", "time_requested", "waiting"):
            return
        self.reply(lead, officer)
        if stage == "replied":
            return
        if self.rng.random() < 0.1:
            assignments.send_reply_back(
                lead, by=self.people["lihui"], at=self.later(5), note="未说明完成时限，请补充后重报。"
            )
            self.reply(lead, officer, days=2)
        self.pass_reply(lead)
        self.end(stage)
        for promise in Promise.objects.filter(reply__assignment=lead, status=PromiseState.OPEN):
            self.keep_promise(promise)

    def send_opinion(self, assignment, by):
        """Most co-units write; where one does not, the lead unit's reply ends its part too."""
        if len(self.matter["reply"]) % 3:
            text = "我单位已派员参加联合踏勘，同意主办单位所提措施，可提供相关数据并配合做好后续工作。"
            assignments.send_opinion(assignment, by=by, at=self.later(self.rng.uniform(2, 6)), text=text)

    def give_back_part(self, lead, officer, stage):
        """Not this unit's matter: asked, and for one of them already given to another unit."""
        better = next(unit for name, unit in self.year.units.items() if name not in self.matter["units"])
        note = "经研究，该事项的主管职责不在我单位，建议改由有关单位牵头办理，我单位予以配合。"
        returning.request_return(lead, by=officer, at=self.later(2), note=note, better_unit=better)
        if stage == "returned":
            note = "情况属实，同意改派。"
            by = self.people["lihui"]
            returning.agree_return(lead, by=by, at=self.later(3), unit=better, note=note)

    def reply(self, assignment, officer, days=None):
        at = self.later(days=days or self.rng.randint(4, 11))
        grade = self.rng.choices(["solved", "planned", "cannot"], [6, 4, 1])[0]
        promised = local_day(at) + timedelta(days=90) if grade == "planned" else None
        assignments.reply(
            assignment, by=officer, at=at, text=self.matter["reply"].strip(), grade=grade,
            promised_for=promised, approved_by=f"{assignment.unit.name}分管负责人", **said(grade, at),
        )  # fmt: skip

    def end(self, stage):
        """What the author thinks of it, and what comes of that."""
        if stage == "closed":
            self.close()
        elif stage in ("contested", "reopened"):
            self.say(["mostly", "dissatisfied"])
            if stage == "reopened":
                self.reopen()

    def pass_reply(self, lead):
        """The author reads it; a leader on paper is told what came of it."""
        pass_reply(lead, by=self.people["lihui"], at=self.later(self.rng.uniform(3, 12)))
        self.report.refresh_from_db()
        for directive in self.report.directives.filter(status=DirectiveState.HANDLED):
            at = self.later(days=1)
            told = {"at": at, "way": Directive.Way.BY_OFFICE, "on": local_day(at)}
            directives.report_back(directive, by=self.people["lihui"], **told)

    def keep_promise(self, promise):
        """Most units keep their word; some set a new date, some say that they cannot, some say nothing."""
        n, officer = Promise.objects.count(), self.year.register.officers[promise.unit.name]
        due = at_time(promise.date, OPENS) + timedelta(hours=1)
        if due > self.year.now:
            return
        at = self.year.in_office(due - timedelta(days=3 * (n % 3)))
        if n % 7 == 3:
            day = local_day(at) + timedelta(days=60)
            note = "因汛期施工窗口推迟，完成时间顺延两个月。"
            if day > promise.date:
                promises.move_promise(promise, by=officer, at=at, date=day, note=note)
            return
        if n % 7 == 5:
            note = "上级规划已作调整，该项目不再单独实施，已并入城市更新总体方案。"
            promises.give_up_promise(promise, by=officer, at=at, note=note)
            return
        if n % 7 == 6:  # no word so far
            return
        if n % 11 == 4:  # lately, and nobody has looked at it yet
            at = max(at, self.year.in_office(self.year.now - timedelta(days=1)))
        promises.report_promise(promise, by=officer, at=at, said=DONE)
        at = self.year.in_office(at + timedelta(hours=5), 1)
        if at < self.year.now - timedelta(days=2):
            promises.confirm_promise(promise, by=self.people["lihui"], at=at)

    def close(self):
        duty = self.report.duty_set.open().get(kind="give_opinion")
        overdue = end_of(local_day(duty.due_at)) + timedelta(hours=9)
        if self.rng.random() < 0.3 and overdue < self.year.now:
            return lapse(self.report, at=overdue)
        grades = self.rng.choices(["satisfied", "mostly", "dissatisfied"], [7, 3, 1], k=2)
        self.say(grades)
        if self.report.status != State.CONTESTED:
            return None
        if self.report.pk % 2:
            at, note = self.later(days=1), "所提事项需上级统筹，答复符合实际，已当面向反映人说明。"
            return reports.close_contested(self.report, by=self.people["lihui"], at=at, note=note)
        lead = self.reopen()
        self.reply(lead, self.year.register.officers[lead.unit.name], days=4)
        self.pass_reply(lead)
        return self.say(["satisfied", "mostly"])

    def say(self, grades):
        at = self.later(days=self.rng.randint(1, 4))
        given = {"handling": grades[0], "result": grades[1], "words": WORDS.get(grades[1], "")}
        given["may_contact"] = self.rng.random() < CONSENT
        give_opinion(self.report, by=self.report.author, at=at, **given)

    def reopen(self):
        """The lead unit has to answer anew."""
        [lead] = self.report.assignments.reopenable()
        note = "反映人认为现场情况没有变化，请到现场复核，逐点说明整改措施和时限。"
        at = self.later(days=1)
        reopening.reopen_handling(self.report, by=self.people["lihui"], at=at, note=note, units=[lead])
        lead.refresh_from_db()
        return lead
