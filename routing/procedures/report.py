"""What routing adds to the procedure of a report: from the signature until it is answered, and sealing."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from portal.days.deadlines import same_day
from portal.ledger.forms import ReasonedForm, StepForm
from portal.ledger.reading import own_page, said, step_url
from portal.ledger.registry import Addition
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, post, to
from portal.people.rules import is_clerk, is_editor, is_security, nobody
from reports import deadlines
from reports.concerned import authors, contributors
from reports.models import Report
from reports.procedures.report import ENDS, ground
from reports.rules import may_recall, may_seal, may_see_stubs
from reports.states import DIRECTABLE, IN_REVIEW, SEALABLE, UNDER_DIRECTIVE
from reports.states import State as S
from reports.workflow import conclude
from routing.forms import MarkFilesForm, PlaceForm, TransferForm
from routing.models import Issue, Piece
from routing.states import HANDED_IN, IssueState
from routing.workflow import enclosing, recalling, sealing
from routing.workflow.assignments import transfer
from routing.workflow.issues import put_into

SEALED = to("reports:sealed")
PUBLISHED = _("Report %(number)s has been published in the special report.")


def stubs(hats):
    """What is sealed is seen as a stub only, by whoever may know that it is there."""
    return Report.objects.sealed() if may_see_stubs(hats) else Report.objects.none()


def its_issue(duty):
    """Where its issue goes on: composed, published, or waiting for somebody's approval."""
    issue = duty.part_of or duty.report.piece.issue
    return step_url(issue, "publish_issue") if issue.status == IssueState.SIGNED else issue.get_absolute_url()


def handed_in():
    """The issue lies with the vetter or with the signer."""
    return Q(Exists(ITS_ISSUE.filter(issue__status__in=HANDED_IN - {IssueState.SIGNED})))


ITS_ISSUE = Piece.objects.filter(report=OuterRef("report"), live=True).values("issue")


LINES = [
    Line(
        "wording_opened", _("Directive's wording opened to the authors"), author=Sees.LINE,
        tell=Tell(contributors, _("The wording of a directive on report %(number)s is open to you.")),
    ),
    Line(
        "directive_written", _("A leader has written a directive"), tell=NOBODY, author=Sees.LINE,
    ),
    Line(
        "report_up", _("Filed upward"), says=said("to"), author=Sees.LINE,
        tell=Tell(contributors, _("Report %(number)s has been filed to a higher committee.")),
    ),
]  # fmt: skip

STEPS = [
    Step(
        "place", _("Place in an issue"), {S.SIGNED}, S.PLACED, may=is_clerk, verb=put_into, form=PlaceForm,
        main=True, tell=NOBODY, author=Sees.LINE,
        help=_(
            "The report is signed. Put it into an issue of the special report for the leaders, or give it "
            "to a unit at once."
        ),
    ),
    Step(
        "take_out", _("Take out of the issue"), {S.PLACED}, S.SIGNED, may=is_clerk, listed=False,
        tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "recall_signature", _("Take the signature back"), {S.SIGNED, S.PLACED}, S.AWAITING_SIGNOFF,
        may=may_recall, verb=recalling.recall_signature, form=ReasonedForm, done=_("Signature taken back"),
        warning=_("The signature is void. The report waits to be signed again, and leaves an issue or a "
                  "filing that is being composed. Its authors are told."),
        offered=recalling.is_in_the_office, opinion=True, author=Sees.LINE, undoes="sign_off",
        tell=Tell(contributors, _("The signature under report %(number)s has been taken back.")),
    ),
    Step(
        "publish", _("Publish"), {S.PLACED}, S.ISSUED, may=is_clerk, listed=False,
        tell=Tell(contributors, PUBLISHED), author=Sees.LINE,
    ),
    Step(
        "publish_handled", _("Published"), UNDER_DIRECTIVE, None, may=is_clerk, listed=False,
        tell=Tell(contributors, PUBLISHED), author=Sees.LINE,
    ),
    Step(
        "correct", _("Corrected"), {S.ISSUED} | UNDER_DIRECTIVE, None, may=nobody, author=Sees.LINE,
        tell=Tell(contributors, _("A correction of what was printed of report %(number)s is out.")),
    ),
    Step(
        "conclude", _("Conclude"), {S.ISSUED}, S.CLOSED, may=is_clerk, verb=conclude, form=ReasonedForm,
        warning=ENDS, danger=True,
        tell=Tell(authors, _("Report %(number)s has been concluded.")), author=Sees.WORDS,
    ),
    Step(
        "transfer", _("Transfer to units"), {S.SIGNED, S.ISSUED}, S.HANDLING, may=is_clerk, verb=transfer,
        form=TransferForm, author=Sees.LINE,
        tell=Tell(contributors, _("Report %(number)s has been given to units for handling.")),
        help=_(
            "Choose who answers for the matter and who helps; units are suggested, with the reason for "
            "each. They find it on their desks at once, with the day by which they have to reply."
        ),
    ),
    Step(
        "handle", _("Handling begins"), DIRECTABLE, S.HANDLING, may=nobody, author=Sees.LINE,
        tell=Tell(contributors, _("Report %(number)s has received a directive and is being handled.")),
    ),
    Step(
        "answer", _("Answered"), {S.HANDLING}, S.ANSWERED, may=nobody, author=Sees.LINE,
        tell=Tell(
            contributors, _("Report %(number)s has been answered; the author's opinion is asked for.")
        ),
    ),
    Step(
        "mark_files", _("Mark files that name people"), IN_REVIEW | DIRECTABLE | {S.MERGED}, None,
        may=is_editor, verb=enclosing.mark_files, form=MarkFilesForm, listed=False, tell=NOBODY,
        author=Sees.NOTHING,
        hint=_(
            "What names private people does not go along to a unit, unless somebody ticks it there. What has "
            "gone along already is taken out on the page of the assignment."
        ),
    ),
    Step(
        "refuse_classified", _("Seal classified matter"), SEALABLE, S.SEALED, may=may_seal,
        verb=sealing.refuse_classified, form=StepForm, then=SEALED, danger=True, says=ground,
        author=Sees.NOTHING,
        warning=_(
            "At once nobody can read, find or download this report any more, neither you nor its author. "
            "The security administrator decides whether it is purged."
        ),
        tell=Tell(
            authors,
            _(
                "Report %(number)s could not be dealt with in this portal. "
                "Please get in touch with the office."
            ),
        ),
    ),
    Step(
        "purge", _("Purge"), {S.SEALED}, S.PURGED, may=is_security, verb=sealing.purge, form=StepForm,
        among=stubs, then=SEALED, danger=True, erases=True, author=Sees.NOTHING,
        warning=_(
            "This erases the title, every version of the text, the files and all remarks, at once and for "
            "good. Only the number, the dates and the names of those who acted remain."
        ),
        hint=_(
            "Copies that lie outside the portal are not reached: in somebody's browser, on a computer to "
            "which a file was downloaded, and in backups made before. Let them be dealt with by the rules "
            "on secrets."
        ),
        tell=Tell(authors, _("Report %(number)s has been taken out of this portal.")),
    ),
    Step(
        "unseal", _("Unseal"), {S.SEALED}, S.SUBMITTED, may=is_security, verb=sealing.unseal, form=StepForm,
        among=stubs, then=SEALED, author=Sees.NOTHING,
        hint=_(
            "The report goes back to the review queue as its author wrote it, with a new same-day clock. "
            "The office and the author can read it again."
        ),
        tell=Tell(authors, _("Report %(number)s is being dealt with again.")),
    ),
]  # fmt: skip

OWES = {
    S.SIGNED: [
        Owed("place", _("Place in an issue or assign"), post("clerk"), same_day, page=own_page("place")),
    ],
    S.PLACED: [
        Owed(
            "publish", _("Publish with its issue"), post("clerk"), same_day, page=its_issue,
            part_of=(Issue, Subquery(ITS_ISSUE)), waits=handed_in,
        ),
    ],
    S.ISSUED: [
        Owed(
            "follow_up", _("Assign or conclude"), post("clerk"), deadlines.FOLLOW_UP,
            page=own_page("transfer"),
        ),
    ],
    S.SEALED: [
        Owed("purge", _("Purge or unseal"), post("security"), same_day, page=own_page("purge")),
    ],
}  # fmt: skip

AFTER_THE_SIGNATURE = Addition(Report, lines=LINES, rows=STEPS, owes=OWES)
