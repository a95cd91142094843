"""By when, on the way of a signed report. The numbers are the defaults of practice; see docs/due.md."""

from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.days.deadlines import Limit, as_it_was, dated, later, more_days, on_day, same_day, sooner
from portal.ledger.models import Duty
from portal.people.rules import called

DELIVER = Limit(
    "deliver_issue", _("An issue that was published is read or handed over"), 1, of_matters=False, place=10
)
SIGN_FOR = Limit("sign_for", _("A unit signs for what it was given"), 1, place=20)
DECIDE_TIME = Limit("decide_time", _("The office decides on more time"), 1, place=30)
REVIEW_REPLY = Limit("review_reply", _("The office reviews a reply"), 3, place=40)
REPLY = Limit("reply", _("A unit replies"), 30, place=50)
REPLY_TO_DIRECTIVE = Limit("reply_to_directive", _("A unit replies where a leader has asked"), 15, place=60)
REPLY_URGENT = Limit("reply_urgent", _("A unit replies where the matter is urgent"), 5, place=62)
REPLY_TOP = Limit("reply_top", _("A unit replies where the matter is top urgent"), 1, place=64)
REPLY_AGAIN = Limit("reply_again", _("A unit replies anew where its reply was sent back"), 5, place=70)
REPLY_REOPENED = Limit(
    "reply_reopened", _("A unit replies anew where the author was not satisfied"), 10, place=80
)
WAIT = Limit("waiting", _("A unit waits for others, until that ends by itself"), 30, place=90)
NUDGE = Limit("nudge", _("While it waits it is asked again every so often"), 5, place=100)
HURRY = {"urgent": REPLY_URGENT, "top": REPLY_TOP}  # by urgency


def hurry(assignment, at, calendar):
    """What an urgent matter is due by at the latest; None for an ordinary one."""
    limit = HURRY.get(assignment.urgency)
    return limit and limit(assignment, at, calendar)


SEND_OPINION = Limit(
    "send_opinion", _("A co-unit sends its opinion to the main unit"), 10, within=hurry, place=110
)
ASK_RETURN = Limit("ask_return", _("A unit may ask to return what is not its own"), 3, place=120)
DECIDE_RETURN = Limit("decide_return", _("The office decides on a return"), 1, place=130)
CONFIRM_PROMISE = Limit("confirm_promise", _("The office confirms that a promise was kept"), 3, place=150)
PROMISE_AGAIN = Limit("promise_again", _("A unit tells of a promise whose day has passed"), 5, place=160)
CHASE_PROMISE = Limit("chase_promise", _("The office chases a promise"), 1, place=170)
QUIET = Limit(
    "quiet_promise",
    _("Without a word on a promise, until the office chases it"),
    5,
    in_hours=False,
    place=180,
)
RECEIPT = Limit("receipt", _("The receipt of a filing is recorded"), 5, of_matters=False, place=190)
OUTCOME = Limit("outcome", _("It is asked what became of a filing"), 60, of_matters=False, place=200)
REPORT_BACK = Limit("report_back", _("The leader is told what came of a directive"), 3, place=210)
MOST_TIME = Limit("most_time", _("The longest extension"), 15, in_hours=False, place=290)
REVISIT = Limit("revisit", _("An author is asked how it ended"), 5, place=330)
RECORD_FINDINGS = Limit(
    "record_findings", _("What an inspection found is recorded"), 3, of_matters=False, place=340
)
CHECK_MENDED = Limit("check_mended", _("The office checks what was mended"), 3, of_matters=False, place=350)
most_time = MOST_TIME.days  # working days that an extension can have


@called(_("A unit replies: sooner where it is urgent, a leader asked or the author was not satisfied"))
def reply(assignment, at, calendar):
    """Sooner where a leader asked, the author was not satisfied, or it is urgent or was sent back.

    What is to be answered anew is never due before the date that it had: who was quick loses no time by it.
    A day that was set by hand holds until it has passed, whatever brings the reply back.
    """
    had = Duty.objects.about(assignment).filter(kind="reply").order_by("id").last()
    if had and had.named and had.due_at >= at:
        return as_it_was(had, at, calendar)
    if assignment.sent_back:
        rule = REPLY_AGAIN
    elif assignment.reopened_at:
        rule = REPLY_REOPENED
    else:
        rule = REPLY_TO_DIRECTIVE if assignment.directive_id else REPLY
    due = sooner(*filter(None, [rule(assignment, at, calendar), hurry(assignment, at, calendar)]))
    return later(due, as_it_was(had, at, calendar)) if had else due


def extended(duty, days, calendar):
    """So many working days more, counted from the first date."""
    return more_days(duty.first_due_at, days, calendar.of(duty.unit_id))


@called(OUTCOME.words)
def outcome(filing, at, calendar):
    """Counted from the day on the receipt, or from when it was last asked; a late entry has until today."""
    since = filing.asked_at or workdays.end_of(filing.received_on)
    return later(OUTCOME(filing, since, calendar), same_day(filing, at, calendar))


@dated("promised", _("The day that the unit named in its reply"))
def promised(promise, at, calendar):
    """The day that the unit named, or the next one that is worked; a few days more where that has passed."""
    day = calendar.next_working(promise.date)
    if day <= workdays.local_day(at):
        return PROMISE_AGAIN(promise, at, calendar)
    return on_day(day, promised.code, at, calendar)


@dated("inspection_day", _("The first day worked after the inspection"))
def inspection_day(inspection, at, calendar):
    """Of an inspection that is entered late, today."""
    day = calendar.add(inspection.held_on, 1).end
    due = on_day(day, inspection_day.code, at, calendar)
    return later(due, same_day(inspection, at, calendar))


@dated("mend_by", _("The day that was set for mending it"))
def mend_by(finding, at, calendar):
    """The day that was set, or the next one that is worked."""
    return on_day(calendar.next_working(finding.mend_by), mend_by.code, at, calendar)
