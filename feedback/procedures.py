"""What feedback adds to the procedure of a report, once it was answered; and the lines of its own journal."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.concerned import heads
from feedback.forms import OpinionForm
from feedback.models import DayClosing, Restoration
from feedback.workflow import give_opinion
from portal.ledger.forms import ReasonedForm
from portal.ledger.reading import own_page, step_url
from portal.ledger.registry import Addition, Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, post
from portal.people.models import User
from portal.people.rules import is_clerk, nobody
from reports import deadlines
from reports.concerned import authors, contributors
from reports.models import Report
from reports.procedures.report import AUTHOR, ENDS
from reports.rules import is_author, may_contest
from reports.states import State as S
from reports.workflow import close_contested
from routing.forms import ReopenForm
from routing.models import Reply
from routing.workflow.reopening import reopen_handling


def once_more(report):
    """What becomes of an opinion that is not satisfied, while it can still be handled again."""
    words = _(
        "Where you are not satisfied, the office decides whether it is handled again, and tells you. "
        "That can be done once."
    )
    return "" if report.reopened_at else words


def answered(_request, report):
    """Beside the form: the replies that the author reads."""
    replies = Reply.objects.filter(assignment__report=report).exclude(passed_at=None)
    replies = replies.select_related("assignment__unit", "promise").order_by(
        "-assignment__part", "assignment_id", "pk"
    )
    return {"about": "feedback/answered.html", "replies": replies}


def contested(request, report):
    """The same, and what the author has said of them."""
    return answered(request, report) | {"opinion": report.opinions.last()}


def opinion_page(duty):
    """Where the author is asked; the office, which has it for one who is gone, sees the report."""
    if duty.person_id:
        return step_url(duty.subject, "give_opinion")
    return reverse("report", args=[duty.report_id])


AFTER_THE_ANSWER = Addition(
    Report,
    rows=[
        Step(
            "give_opinion", _("Give your opinion"), {S.ANSWERED}, S.CLOSED, may=is_author, verb=give_opinion,
            form=OpinionForm, beside=answered, hint=once_more, main=True, author=Sees.LINE,
            tell=Tell(authors, _("Report %(number)s is closed. Thank you for your opinion.")),
        ),
        Step(
            "contest", _("Not satisfied"), {S.ANSWERED}, S.CONTESTED, may=may_contest, listed=False,
            author=Sees.LINE,
            tell=Tell(
                authors,
                _(
                    "The opinion on report %(number)s is with the office, which decides whether it is "
                    "handled again."
                ),
            ),
        ),
        Step(
            "reopen_handling", _("Have it handled again"), {S.CONTESTED}, S.HANDLING, may=is_clerk,
            verb=reopen_handling, form=ReopenForm, beside=contested, main=True, author=Sees.WORDS,
            warning=_(
                "The units get a new date; what they answered stays. A leader who was told what came of a "
                "directive is told that it is handled again. It can be done only once."
            ),
            tell=Tell(
                contributors, _("Report %(number)s is handled again, as its author was not satisfied.")
            ),
        ),
        Step(
            "close_contested", _("Let the answer stand"), {S.CONTESTED}, S.CLOSED, may=is_clerk,
            verb=close_contested, form=ReasonedForm, beside=contested, warning=ENDS, danger=True,
            hint=_("The author reads the reason, and the report is closed."), author=Sees.WORDS,
            tell=Tell(
                authors,
                _("Report %(number)s is not handled again and is closed; the reason stands on its page."),
            ),
        ),
        Step(
            "lapse", _("No opinion given"), {S.ANSWERED}, S.CLOSED, may=nobody, author=Sees.LINE,
            tell=Tell(authors, _("Report %(number)s is closed; no opinion was given in time.")),
        ),
    ],
    owes={
        S.ANSWERED: [
            Owed("give_opinion", _("Give your opinion"), AUTHOR, deadlines.GIVE_OPINION, page=opinion_page),
        ],
        S.CONTESTED: [
            Owed(
                "decide_reopening", _("Decide whether it is handled again"), post("clerk"),
                deadlines.DECIDE_REOPENING, page=own_page("reopen_handling"),
            ),
        ],
    },
)  # fmt: skip
CLOSING = Procedure(
    DayClosing, told=DayClosing.objects.all(),
    lines=[
        Line(
            "close_day", _("Closing list kept"), author=Sees.NOTHING,
            tell=Tell(heads, _("The closing list of %(number)s is there.")),
        ),
    ],
)  # fmt: skip
RESTORATION = Procedure(
    Restoration,
    lines=[
        Line("restore", _("Restored from a backup"), tell=NOBODY, author=Sees.NOTHING),
        Line("release_sending", _("Sending released"), tell=NOBODY, author=Sees.NOTHING),
    ],
)
ADDRESS = Procedure(
    User,
    lines=[Line("correct_address", _("Mail address corrected"), tell=NOBODY, author=Sees.NOTHING)],
)

PROCEDURES = [AFTER_THE_ANSWER, CLOSING, RESTORATION, ADDRESS]
