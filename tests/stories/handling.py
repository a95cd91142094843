"""Any order of verbs: what the units do with their parts, and what the office decides about them."""

from datetime import timedelta

from hypothesis.stateful import rule

from feedback import sweeps
from feedback.letters import in_office_hours
from portal.days.workdays import local_day
from reports import workflow as reports
from reports.models import Report
from routing.models import Assignment, Promise
from routing.states import AT_UNIT
from routing.workflow import assignments, changing, closing, promises, reopening, returning, waiting
from tests.stories.machine import TEN_MINUTES, Machine, about


class Handling(Machine):
    """The rules about assignments."""

    def officer(self, assignment):
        return self.office.officers[assignment.unit]

    @about(Assignment, "assigned")
    def sign_for(self, assignment, _n):
        self.act(assignments.sign_for, assignment, by=self.officer(assignment))

    def may_ask(self, assignment):
        in_time = self.at + TEN_MINUTES <= assignments.owes_answer(assignment).due_at
        return in_time and assignment.time_asked is None

    @about(Assignment, "handling", such_that=may_ask)
    def request_time(self, assignment, n):
        days = n + 1
        self.act(assignments.request_time, assignment, by=self.officer(assignment), days=days, note="入户。")

    @about(Assignment, "time_requested")
    def grant_time(self, assignment, _n):
        """Where a leader has set the day, with the word of that leader's office."""
        self.act(assignments.grant_time, assignment, by=self.office.clerk, **self.agreed(assignment))

    def agreed(self, assignment):
        leaders = assignments.whose_day(assignments.owes_answer(assignment))
        return {"agreed": "孙主任"} if leaders else {}

    @about(Assignment, *AT_UNIT)
    def change_task(self, assignment, n):
        """Always other words than before, so that it is a change."""
        said = {"request": f"请办理（{self.key().int}）。", "urgency": [*Assignment.Urgency][n % 3]}
        said |= {"note": "领导要求。"} | self.agreed(assignment)
        if n % 4 == 0:
            day = local_day(self.at) + timedelta(days=n % 9 + 1)
            said["due_on"] = self.ledgers.calendar.next_working(day)
            said["by_leader"] = bool(assignment.directive_id) and n % 8 == 0
        self.act(changing.change_task, assignment, by=self.office.clerk, **said)

    def may_be_helped(self, assignment):
        return assignment.leads and changing.has_one_lead(assignment, None, None) and self.idle(assignment)

    def idle(self, assignment):
        """The units that have no part of this group."""
        there = {part.unit_id for part in Assignment.objects.group_of(assignment).in_force()}
        return [unit for unit in self.office.officers if unit.pk not in there]

    @about(Assignment, *AT_UNIT, such_that=may_be_helped)
    def add_co_unit(self, assignment, n):
        said = {"units": self.idle(assignment)[: n % 2 + 1], "note": "需配合。"}
        self.act(changing.add_co_unit, assignment, by=self.office.clerk, **said)

    @about(Assignment, *AT_UNIT - {"return_requested"})
    def recall_unit(self, assignment, n):
        unit = self.free_unit(assignment, n)
        if unit or not assignment.leads:
            said = {"unit": unit, "note": "交办有误。"}
            self.act(returning.recall_unit, assignment, by=self.office.clerk, **said)

    @about(Assignment, "time_requested")
    def refuse_time(self, assignment, _n):
        self.act(assignments.refuse_time, assignment, by=self.office.clerk, note="请按期办结。")

    @about(Assignment, "handling")
    def wait_for(self, assignment, n):
        by = [self.officer(assignment), self.office.clerk][n % 2]
        self.act(waiting.wait_for, assignment, by=by, waiting_for="上级批复")

    @about(Assignment, "waiting")
    def go_on(self, assignment, n):
        by = [self.officer(assignment), self.office.clerk][n % 2]
        self.act(waiting.go_on, assignment, by=by)

    @rule()
    def those_who_wait_are_told(self):
        """In office hours nobody waits longer than may be, nor unasked."""
        sweeps.nudge(self.at)
        self.ledgers.read()
        calendar = self.ledgers.calendar
        for assignment in self.ledgers.rows[Assignment]:
            if assignment.waits and in_office_hours(self.at, calendar):
                assert self.at <= waiting.wait_until(assignment, calendar)
                assert self.at <= waiting.ask_again_at(assignment, calendar)

    @about(Assignment, "handling", "waiting", "time_requested", such_that=lambda _machine, a: a.leads)
    def reply(self, assignment, n):
        """What is planned comes back: soon, so that a story sees it."""
        said = {"text": "已完成排查。", "grade": ["solved", "planned"][n % 2], "approved_by": "王局长"}
        day = {"promised_for": local_day(self.at) + timedelta(days=n % 5)} if n % 2 else {}
        self.act(assignments.reply, assignment, by=self.officer(assignment), **said, **day)

    @about(Assignment, "replied")
    def send_reply_back(self, assignment, _n):
        self.act(assignments.send_reply_back, assignment, by=self.office.clerk, note="请写明时限。")

    @about(Assignment, "replied")
    def pass_reply(self, assignment, _n):
        self.act(closing.pass_reply, assignment, by=self.office.clerk)

    @about(Assignment, "handling", "waiting", "time_requested", such_that=lambda _machine, a: not a.leads)
    def send_opinion(self, assignment, _n):
        said = {"by": self.officer(assignment), "text": "我局可配合提供数据。"}
        self.act(assignments.send_opinion, assignment, **said)

    def may_ask_to_return(self, assignment):
        until = returning.ask_until(assignment, self.ledgers.calendar)
        return self.at + TEN_MINUTES <= until and assignment.return_asked_at is None

    @about(Assignment, "assigned", "handling", such_that=may_ask_to_return)
    def request_return(self, assignment, n):
        better = [None, *(unit for unit in self.office.officers if unit != assignment.unit)][n % 3]
        said = {"by": self.officer(assignment), "note": "不属我局职责。", "better_unit": better}
        self.act(returning.request_return, assignment, **said)

    @about(Assignment, "return_requested")
    def decide_return(self, assignment, n):
        clerk, unit = {"by": self.office.clerk}, self.free_unit(assignment, n)
        if unit or not assignment.leads:
            self.act(returning.agree_return, assignment, unit=unit, **clerk)
        else:
            self.act(returning.refuse_return, assignment, note="属你局职责。", **clerk)

    def free_unit(self, assignment, n):
        """One that can take it on, if there is one; now and then none."""
        group = Assignment.objects.group_of(assignment).under_way()
        busy = group.filter(part="lead") if assignment.leads else group
        taken = {assignment.unit_id, *busy.values_list("unit", flat=True)}
        free = [unit for unit in self.office.officers if unit.pk not in taken]
        return free[n % len(free)] if free and n % 4 else None

    @about(Report, "contested")
    def decide_reopening(self, report, n):
        if n % 3:
            answered = list(report.assignments.reopenable())
            said = {"note": "请按反映人意见再核实。", "units": answered[: n % 3]}
            fresh = [unit for unit in self.office.officers if unit not in [each.unit for each in answered]]
            if fresh and n % 2:
                said |= {"other": fresh[0], "units": said["units"][: n % 5]}
            self.act(reopening.reopen_handling, report, by=self.office.clerk, **said)
        else:
            self.act(reports.close_contested, report, by=self.office.clerk, note="答复符合实际。")

    @about(Promise, "open")
    def answer_for_promise(self, promise, n):
        who = {"by": self.office.officers[promise.unit]}
        day = max(promise.date, local_day(self.at)) + timedelta(days=n % 9 + 1)
        if n % 3 == 0:
            self.act(promises.report_promise, promise, said="已办成。", **who)
        elif n % 3 == 1:
            self.act(promises.move_promise, promise, date=day, note="工期顺延。", **who)
        else:
            self.act(promises.give_up_promise, promise, note="规划已调整。", **who)

    @about(Promise, "reported")
    def look_at_promise(self, promise, n):
        if n % 2:
            self.act(promises.confirm_promise, promise, by=self.office.clerk)
        else:
            self.act(promises.send_promise_back, promise, by=self.office.clerk, note="请补充现场情况。")

    @about(Promise, "open", such_that=lambda _machine, promise: promise.slipped_at)
    def chase_promise(self, promise, _n):
        self.act(promises.chase_promise, promise, by=self.office.clerk, note="请尽快报告。")

    @rule()
    def promises_slip(self):
        sweeps.slip(self.at)
        self.ledgers.read()
        for promise in self.ledgers.rows[Promise]:
            quiet = promise.status == "open" and promises.is_quiet(promise, self.at, self.ledgers.calendar)
            assert not quiet or promise.slipped_at
