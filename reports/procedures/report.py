"""The procedure of a report until it is signed: every step, and what each status owes.

What follows the signature stands in routing.procedures, what follows the answer in feedback.procedures.
"""

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.days.deadlines import same_day
from portal.ledger.forms import ReasonedForm, StepForm
from portal.ledger.reading import own_page, said
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, anybody, person, post, to
from portal.people.roles import wearing
from portal.people.rules import (
    EDITORS,
    in_office,
    is_chair,
    is_clerk,
    is_editor,
    is_signer,
    is_vetter,
    nobody,
)
from reports import deadlines
from reports.concerned import authors, contributors, loser, successor, taker
from reports.forms import (
    CodedForm,
    EditForm,
    HandOverForm,
    KeepForm,
    MergeForm,
    OpinionOnTextForm,
    SignForm,
)
from reports.models import CannedText, Relation, Report
from reports.procedures.authorship import JOINT_AUTHORS
from reports.procedures.undoing import DELETE_DRAFT, RECONSIDER, WRITE_AGAIN, editing
from reports.reasons import Reason
from reports.rules import (
    has_taken,
    has_taken_host,
    is_author,
    is_colleague,
    may_mark,
    may_sign,
    may_take_back,
    may_vet,
    sends_to_signer,
    sends_to_vetter,
)
from reports.states import GONE, IN_REVIEW, TO_BE_REPORTED, UNSIGNED
from reports.states import State as S
from reports.views import chain, merging, review
from reports.workflow import chain as passing
from reports.workflow import merging as together
from reports.workflow import review as verbs
from reports.workflow.carried import bring_along, is_apart
from reports.workflow.writing import withdraw

ENDS = _("This ends the report and cannot be undone. Everybody concerned is told.")
DECLINES = _("This ends the report, and its authors are told. It can be taken up again, with a reason.")
QUEUE, DESK = to("reports:queue"), to("desk")


def ground(entry):
    """Why it was returned, kept or refused."""
    return Reason(entry.changes["reason"]).label


def compared(entry):
    """Which report it was compared with, and what that one is to it."""
    return f"{entry.changes['earlier']} · {Relation.Kind(entry.changes['relation']).label}"


def of_signature(entry):
    """All authors of a piece that was worked up from several; whether one person edited and signed it."""
    authors = "、".join(entry.changes["authors"]) if entry.changes.get("adoption") == "combined" else ""
    own = gettext("signed by whoever edited it, as the policy allows") if "own_text" in entry.changes else ""
    return "\n".join(filter(None, [authors, own]))


def at_hand(hats, report):
    """In review the office's text is the one being worked on; of what is sealed no text is read."""
    if report.status in GONE:
        return None
    if report.status == S.DRAFT:
        return report.written
    return report.working if report.status in IN_REVIEW and in_office(hats) else report


LINES = [
    Line(
        "relate", _("Compared with an earlier report"), tell=NOBODY, author=Sees.NOTHING, says=compared,
    ),
    Line("carry", _("Another report merged in"), tell=NOBODY, author=Sees.NOTHING, says=said("source")),
    Line("let_go", _("Separated again"), tell=NOBODY, author=Sees.NOTHING, says=said("source")),
    *JOINT_AUTHORS,
]  # fmt: skip

STEPS = [
    Step(
        "submit", _("Submit"), {S.DRAFT, S.RETURNED}, S.SUBMITTED, may=is_author, listed=False,
        tell=Tell(authors, _("Report %(number)s has been received.")), author=Sees.OWN_LINE,
    ),
    Step(
        "withdraw", _("Withdraw"), {S.SUBMITTED, S.RETURNED}, S.WITHDRAWN, may=is_author, verb=withdraw,
        warning=_("This ends the report. Its text stays yours, and you can write again from it."),
        danger=True,
        tell=Tell(authors, _("Report %(number)s has been withdrawn.")), author=Sees.OWN_WORDS,
    ),
    WRITE_AGAIN,
    DELETE_DRAFT,
    Step(
        "take_up", _("Take up"), {S.SUBMITTED}, S.EDITING, may=is_editor, verb=verbs.take_up, form=StepForm,
        main=True, at_once=True, then=editing,
        tell=Tell(authors, _("Report %(number)s has been taken up by the office.")), author=Sees.OWN_LINE,
    ),
    Step(
        "take_over", _("Take over"), {S.EDITING}, S.EDITING, may=is_colleague, verb=verbs.take_over,
        form=ReasonedForm, says=said("to"), author=Sees.NOTHING,
        tell=Tell(loser, _("Report %(number)s, which you had, has been taken over by a colleague.")),
    ),
    Step(
        "hand_over", _("Hand over"), {S.EDITING}, S.EDITING, may=has_taken, verb=verbs.hand_over,
        form=HandOverForm, then=QUEUE, says=said("to"), author=Sees.NOTHING,
        tell=Tell(successor, _("Report %(number)s has been handed over to you.")),
    ),
    Step(
        "edit", _("Edit the text"), {S.EDITING}, S.EDITING, may=has_taken, verb=verbs.edit, form=EditForm,
        page=review.edit, formerly=is_editor, opinion=True, tell=NOBODY, author=Sees.NOTHING,
        help=_(
            "Edit the text for the leaders. The author's own text stays as it is and stands beside yours; "
            "the signer sees exactly what you have changed. When it is ready, send it for sign-off."
        ),
    ),
    Step(
        "submit_for_vetting", _("Send for vetting"), {S.EDITING}, S.AWAITING_VETTING, may=sends_to_vetter,
        verb=passing.submit_for_vetting, main=True, then=QUEUE, opinion=True, tell=NOBODY,
        author=Sees.NOTHING,
    ),
    Step(
        "submit_for_signoff", _("Send for sign-off"), {S.EDITING}, S.AWAITING_SIGNOFF, may=sends_to_signer,
        verb=passing.submit_for_signoff, main=True, then=QUEUE, opinion=True, tell=NOBODY,
        author=Sees.OWN_LINE,
    ),
    Step(
        "vet", _("Vet"), {S.AWAITING_VETTING}, S.AWAITING_SIGNOFF, may=may_vet, verb=passing.vet,
        form=OpinionOnTextForm, page=chain.revise, main=True, then=DESK, opinion=True, tell=NOBODY,
        author=Sees.NOTHING,
    ),
    Step(
        "send_back_to_editor", _("Send back to the editor"), {S.AWAITING_VETTING}, S.EDITING, may=is_vetter,
        verb=passing.send_back_to_editor, form=ReasonedForm, then=DESK, author=Sees.NOTHING,
        tell=Tell(taker, _("Report %(number)s has been sent back by the vetter.")),
    ),
    Step(
        "mark_important", _("Mark as important"), UNSIGNED, None, may=may_mark, verb=passing.mark_important,
        opinion=True, tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "ask_chair", _("Ask the chair"), {S.AWAITING_SIGNOFF}, S.WITH_CHAIR, may=is_signer,
        verb=passing.ask_chair, opinion=True, tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "endorse", _("Revise and pass on"), {S.WITH_CHAIR}, S.AWAITING_SIGNOFF, may=is_chair,
        verb=passing.endorse, form=OpinionOnTextForm, page=chain.revise, main=True, then=DESK, opinion=True,
        tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "send_back_from_chair", _("Send back to the editor"), {S.WITH_CHAIR}, S.EDITING, may=is_chair,
        verb=passing.send_back_from_chair, form=ReasonedForm, then=DESK, author=Sees.NOTHING,
        tell=Tell(taker, _("Report %(number)s has been sent back by the chair.")),
    ),
    Step(
        "explain_delay", _("Say why it is late"), IN_REVIEW | TO_BE_REPORTED, None, may=in_office,
        verb=verbs.explain_delay, form=ReasonedForm, listed=False, tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "merge", _("Work up together"), {S.EDITING}, S.MERGED, may=has_taken, verb=together.merge_all,
        form=MergeForm, page=merging.combine, then=editing, done=_("Merged into another report"),
        says=said("host"), author=Sees.LINE,
        tell=Tell(authors, _("Report %(number)s is worked up together with others; its authors stay named.")),
    ),
    Step(
        "unmerge", _("Separate again"), {S.MERGED}, S.EDITING, may=has_taken_host, verb=together.unmerge,
        form=StepForm, at_once=True, offered=is_apart, done=_("Worked on by itself again"),
        says=said("host"), author=Sees.LINE,
        tell=Tell(authors, _("Report %(number)s is worked on by itself again.")),
    ),
    Step(
        "close_with_host", _("Closed together"), {S.MERGED}, S.CLOSED, may=nobody, author=Sees.WORDS,
        tell=Tell(authors, _("Report %(number)s is closed together with the piece it is part of.")),
    ),
    Step(
        "reopen_with_host", _("Handled again together"), {S.CLOSED}, S.MERGED, may=nobody, author=Sees.LINE,
        tell=Tell(authors, _("The piece that report %(number)s is part of is handled again.")),
    ),
    Step(
        "return_to_author", _("Return to the author"), {S.SUBMITTED, S.EDITING}, S.RETURNED, may=is_clerk,
        verb=verbs.return_to_author, form=CodedForm, then=QUEUE, says=ground, author=Sees.OWN_WORDS,
        tell=Tell(authors, _("Report %(number)s has been returned to you with a reason.")),
    ),
    Step(
        "keep_on_file", _("Keep on file"), {S.SUBMITTED, S.EDITING, S.RETURNED}, S.KEPT, may=is_clerk,
        verb=verbs.keep_on_file, form=KeepForm, warning=DECLINES, then=QUEUE, says=ground,
        author=Sees.OWN_WORDS,
        tell=Tell(authors, _("Report %(number)s has been kept on file, with a reason.")),
    ),
    Step(
        "refuse", _("Do not adopt"), {S.SUBMITTED, S.EDITING, S.RETURNED}, S.REFUSED, may=is_clerk,
        verb=verbs.refuse, form=CodedForm, warning=DECLINES, danger=True, then=QUEUE, says=ground,
        author=Sees.OWN_WORDS,
        tell=Tell(authors, _("Report %(number)s has not been adopted; the reason stands on its page.")),
    ),
    RECONSIDER,
    Step(
        "take_back", _("Take it back to edit"), {S.AWAITING_VETTING, S.WITH_CHAIR, S.AWAITING_SIGNOFF},
        S.EDITING, may=may_take_back, verb=passing.take_back, form=ReasonedForm, author=Sees.NOTHING,
        tell=Tell(taker, _("Report %(number)s has been taken back before it was signed.")),
    ),
    Step(
        "sign_off", _("Sign off"), {S.AWAITING_SIGNOFF}, S.SIGNED, may=may_sign, verb=verbs.sign_off,
        form=SignForm, page=review.sign_off, main=True, then=to("reports:signing"), says=of_signature,
        author=Sees.LINE, tell=Tell(contributors, _("Report %(number)s has been signed off.")),
        help=_(
            "Read the text; what the office has changed is marked. Sign it, send it back with a word, or "
            "ask the chair. What you sign is exactly the text on this page; then the next one opens."
        ),
    ),
    Step(
        "send_back", _("Send back"), {S.AWAITING_SIGNOFF}, S.EDITING, may=is_signer, verb=verbs.send_back,
        form=ReasonedForm, listed=False, author=Sees.NOTHING,
        tell=Tell(taker, _("Report %(number)s has been sent back by the signer.")),
    ),
]  # fmt: skip


def writing(duty):
    """Where the author revises; the office, which has it for one who is gone, sees the report."""
    page = "reports:write" if duty.person_id else "report"
    return reverse(page, args=[duty.report_id])


def host(duty):
    return reverse("report", args=[duty.report.carried_by_id])


def the_author(report):
    return report.author


def the_taker(report):
    return report.taken_by


AUTHOR = person(the_author, _("the author"), able=anybody, gone="clerk", above=False)
TAKER = person(
    the_taker, _("whoever has taken it up"), able=lambda day: wearing(EDITORS, day), gone="clerk", above=True
)
OWES = {
    S.SUBMITTED: [Owed("review", _("Review"), post("clerk"), same_day)],
    S.RETURNED: [Owed("revise", _("Revise or withdraw"), AUTHOR, deadlines.REVISE, page=writing)],
    S.EDITING: [Owed("edit", _("Edit and send for sign-off"), TAKER, same_day, page=own_page("edit"))],
    S.MERGED: [
        Owed(
            "follow_host", _("See it through together"), post("clerk"), deadlines.with_host, page=host,
            part_of=(Report, F("report__carried_by")), waits=Q,  # always: what is done is done to the host
        ),
    ],
    S.AWAITING_VETTING: [Owed("vet", _("Vet"), post("vetter"), same_day, page=own_page("vet"))],
    S.WITH_CHAIR: [
        Owed("endorse", _("Read and revise"), post("chair"), same_day, page=own_page("endorse")),
    ],
    S.AWAITING_SIGNOFF: [
        Owed("sign_off", _("Sign off"), post("signer"), same_day, page=own_page("sign_off")),
    ],
}  # fmt: skip
STAGES = (
    (_("Submission"), {S.DRAFT, S.RETURNED}),
    (_("In review"), {S.SUBMITTED, S.EDITING, S.MERGED, S.AWAITING_VETTING}),
    (_("Sign-off"), {S.WITH_CHAIR, S.AWAITING_SIGNOFF}),
    (_("Publication"), {S.SIGNED, S.PLACED}),
    (_("Leaders"), {S.ISSUED}),
    (_("Handling"), {S.HANDLING}),
    (_("Your opinion"), {S.ANSWERED, S.CONTESTED}),
    (_("Closed"), {S.CLOSED}),
)
REPORT = Procedure(
    Report, place="reports", lines=LINES, rows=STEPS, owes=OWES, stages=STAGES, text=at_hand,
    after=bring_along,
    told=Report.objects.only("pk"),
)  # fmt: skip
WORDS = Procedure(
    CannedText,
    lines=[Line("edit_words", _("Standard words changed"), tell=NOBODY, author=Sees.NOTHING)],
)
