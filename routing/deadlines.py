"""By when, on the way of a signed report. The numbers are the defaults of practice; see the README."""

from portal import workdays
from reports.deadlines import Due, more_days, number, opening, remind_at, same_day, working_days

DELIVER = working_days("deliver_issue", 1)
SIGN_FOR = working_days("sign_for", 1)
DECIDE_TIME = working_days("decide_time", 1)
DECIDE_RETURN = working_days("decide_return", 1)
ASK_RETURN = working_days("ask_return", 3)
REVIEW_REPLY = working_days("review_reply", 3)
WAIT = working_days("waiting", 30)  # until it ends by itself
NUDGE = working_days("nudge", 5)
SEND_OPINION = working_days("send_opinion", 10)
REPLY = working_days("reply", 30)
REPLY_TO_DIRECTIVE = working_days("reply_to_directive", 15)
REPLY_AGAIN = working_days("reply_again", 5)
REPLY_REOPENED = working_days("reply_reopened", 10)
RECEIPT = working_days("receipt", 5)
OUTCOME = working_days("outcome", 60)
REPORT_BACK = working_days("report_back", 3)
CONFIRM_PROMISE = working_days("confirm_promise", 3)
PROMISE_AGAIN = working_days("promise_again", 5)
CHASE_PROMISE = working_days("chase_promise", 1)
QUIET = working_days("quiet_promise", 5)  # without a word after the day, until the office is to chase it
REVISIT = working_days("revisit", 5)
RECORD_FINDINGS = working_days("record_findings", 3)
CHECK_MENDED = working_days("check_mended", 3)
most_time = number("most_time", 15)  # working days that an extension can have

__all__ = [
    "ASK_RETURN", "CHASE_PROMISE", "CHECK_MENDED", "CONFIRM_PROMISE", "DECIDE_RETURN", "DECIDE_TIME",
    "DELIVER", "NUDGE", "QUIET", "RECEIPT", "RECORD_FINDINGS", "REPORT_BACK", "REVIEW_REPLY", "REVISIT",
    "SEND_OPINION",
    "SIGN_FOR", "WAIT", "extended", "inspection_day", "mend_by", "most_time", "outcome", "promised", "reply",
    "same_day",
]  # fmt: skip


def reply(assignment, at, calendar):
    """Sooner where a leader asked, or the author was not satisfied; sooner still where it was sent back."""
    if assignment.sent_back:
        rule = REPLY_AGAIN
    elif assignment.reopened_at:
        rule = REPLY_REOPENED
    else:
        rule = REPLY_TO_DIRECTIVE if assignment.directive_id else REPLY
    return rule(assignment, at, calendar)


def extended(duty, days, calendar):
    """So many working days more, counted from the first date."""
    return more_days(duty.first_due_at, days, calendar.of(duty.unit_id))


def outcome(filing, at, calendar):
    """Counted from the day on the receipt, or from when it was last asked; a late entry has until today."""
    since = filing.asked_at or workdays.end_of(filing.received_on)
    both = OUTCOME(filing, since, calendar), same_day(filing, at, calendar)
    return max(both, key=lambda due: due.at)


def promised(promise, at, calendar):
    """The day that the unit named, or the next one that is worked; a few days more where that has passed."""
    day = calendar.next_working(promise.date)
    if day <= workdays.local_day(at):
        return PROMISE_AGAIN(promise, at, calendar)
    return _by(day, "promised", at, calendar)


def inspection_day(inspection, at, calendar):
    """The first day worked after the inspection; of one that is entered late, today."""
    day = calendar.add(inspection.held_on, 1).end
    return max(
        _by(day, "inspection_day", at, calendar), same_day(inspection, at, calendar), key=lambda due: due.at
    )


def mend_by(finding, at, calendar):
    """The day that was set, or the next one that is worked."""
    return _by(calendar.next_working(finding.mend_by), "mend_by", at, calendar)


def _by(day, rule, at, calendar):
    remind = max(opening(workdays.local_day(at) + workdays.DAY), remind_at(day, calendar))
    return Due(workdays.end_of(day), rule, remind, [], calendar.provisional(day))
