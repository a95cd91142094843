"""What may happen to a report: the step table, what each status owes, and one verb per step."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import workdays
from portal.models import Post
from reports import deadlines
from reports.engine import Owed, Procedure, Step, TooLate, post, require
from reports.models import JointAuthor, Report, Revision
from reports.rules import (
    has_taken,
    is_author,
    is_clerk,
    is_colleague,
    is_editor,
    is_informant,
    is_signer,
    nobody,
)
from reports.states import State as S


def author(report):
    """The author, or the office for an author who can no longer sign in."""
    return report.author if report.author.is_active else Post(pk="clerk")


def taker(report):
    return report.taken_by


STEPS = [
    Step("submit", _("Submit"), {S.DRAFT, S.RETURNED}, S.SUBMITTED, is_author, listed=False),
    Step("withdraw", _("Withdraw"), {S.SUBMITTED, S.RETURNED}, S.WITHDRAWN, is_author),
    Step("take_up", _("Take up"), {S.SUBMITTED}, S.EDITING, is_editor, main=True),
    Step("take_over", _("Take over"), {S.EDITING}, S.EDITING, is_colleague),
    Step("edit", _("Edit the text"), {S.EDITING}, S.EDITING, has_taken, listed=False),
    Step(
        "submit_for_signoff", _("Send for sign-off"), {S.EDITING}, S.AWAITING_SIGNOFF, has_taken, main=True
    ),
    Step("return_to_author", _("Return to the author"), {S.SUBMITTED, S.EDITING}, S.RETURNED, is_clerk),
    Step("keep_on_file", _("Keep on file"), {S.SUBMITTED, S.EDITING, S.RETURNED}, S.KEPT, is_clerk),
    Step("sign_off", _("Sign off"), {S.AWAITING_SIGNOFF}, S.SIGNED, is_signer, listed=False),
    Step("send_back", _("Send back"), {S.AWAITING_SIGNOFF}, S.EDITING, is_signer, listed=False),
    Step("place", _("Place in an issue"), {S.SIGNED}, S.PLACED, is_clerk, listed=False),
    Step("take_out", _("Take out of the issue"), {S.PLACED}, S.SIGNED, is_clerk, listed=False),
    Step("publish", _("Publish"), {S.PLACED}, S.ISSUED, is_clerk, listed=False),
    Step("conclude", _("Conclude"), {S.ISSUED}, S.CLOSED, is_clerk),
    Step("transfer", _("Transfer to units"), {S.SIGNED, S.ISSUED}, S.HANDLING, is_clerk, listed=False),
    Step(
        "handle", _("Handling begins"), {S.ISSUED, S.HANDLING, S.ANSWERED, S.CLOSED}, S.HANDLING,
        nobody,
    ),
    Step("answer", _("Answered"), {S.HANDLING}, S.ANSWERED, nobody),
    Step("give_opinion", _("Give your opinion"), {S.ANSWERED}, S.CLOSED, is_author, main=True),
    Step("lapse", _("No opinion given"), {S.ANSWERED}, S.CLOSED, nobody),
]  # fmt: skip

OWES = {
    S.SUBMITTED: [Owed("review", _("Review"), post("clerk"), deadlines.same_day)],
    S.RETURNED: [Owed("revise", _("Revise or withdraw"), author, deadlines.REVISE)],
    S.EDITING: [Owed("edit", _("Edit and send for sign-off"), taker, deadlines.same_day)],
    S.AWAITING_SIGNOFF: [Owed("sign_off", _("Sign off"), post("signer"), deadlines.same_day)],
    S.SIGNED: [Owed("place", _("Place in an issue or assign"), post("clerk"), deadlines.same_day)],
    S.PLACED: [Owed("publish", _("Publish with its issue"), post("clerk"), deadlines.same_day)],
    S.ISSUED: [Owed("follow_up", _("Assign or conclude"), post("clerk"), deadlines.FOLLOW_UP)],
    S.ANSWERED: [Owed("give_opinion", _("Give your opinion"), author, deadlines.GIVE_OPINION)],
}

PROCEDURE = Procedure({step.name: step for step in STEPS}, OWES)
take = PROCEDURE.take


@transaction.atomic
def begin(*, by, at, key, joint=(), **fields):
    """Starts a draft; the same form sent twice is the same draft.

    Raises PermissionDenied to anybody but an informant, TooLate where the key was used for something else.
    """
    require(is_informant, by=by, at=at)
    fields |= {"author": by, "organisation": by.organisation}
    report, new = Report.objects.get_or_create(key=key, defaults={"created_at": at, **fields})
    if new:
        _name_joint_authors(report, joint)
    elif not _says(report, fields, joint):
        raise TooLate(_("This form has already been saved with other words."))
    return report


def _says(report, fields, joint):
    named = [(author.name, author.user) for author in report.joint_authors.select_related("user")]
    return named == list(joint) and all(getattr(report, name) == value for name, value in fields.items())


@transaction.atomic
def save_draft(report, *, by, at, version, joint=(), **fields):
    """Writes the author's words while the report is with the author. Raises TooLate on a stale version."""
    rows = Report.objects.filter(pk=report.pk, author=by, status__in=[S.DRAFT, S.RETURNED], version=version)
    if not rows.update(version=version + 1, **fields):
        raise TooLate(_("This text has been changed elsewhere since you opened it."))
    report.refresh_from_db()
    _name_joint_authors(report, joint)


def _name_joint_authors(report, joint):
    report.joint_authors.all().delete()
    JointAuthor.objects.bulk_create(
        JointAuthor(report=report, position=n, name=name, user=user)
        for n, (name, user) in enumerate(joint, 1)
    )


def _keep_revision(report, kind, by, at, **parts):
    Revision.objects.create(report=report, kind=kind, by=by, at=at, **(parts or report.parts()))


def _keep_unsent(report, at):
    """What the author wrote after a report came back, and has not submitted again, is kept too."""
    own = report.revisions.filter(kind=Revision.Kind.AUTHOR).last()
    if own.text_hash != report.text_hash:
        _keep_revision(report, Revision.Kind.AUTHOR, report.author, at)


@transaction.atomic
def submit(report, *, by, at):
    """Files the author's text and starts the same-day clock."""
    sign_by = deadlines.same_day(report, at, workdays.load()).at
    take(
        "submit", report, by=by, at=at, where={"version": report.version},
        changes={"text": report.text_hash, "sign_by": sign_by}, submitted_at=at, sign_by=sign_by,
    )  # fmt: skip
    _keep_revision(report, Revision.Kind.AUTHOR, by, at)


@transaction.atomic
def withdraw(report, *, by, at, note=""):
    _keep_unsent(report, at)
    take("withdraw", report, by=by, at=at, note=note, ended_at=at)


def take_up(report, *, by, at):
    take("take_up", report, by=by, at=at, taken_by=by)


def take_over(report, *, by, at, note):
    take("take_over", report, by=by, at=at, note=note, where={"taken_by": report.taken_by}, taken_by=by)


@transaction.atomic
def edit(report, *, by, at, version, note="", **parts):
    """Keeps a new revision; the author's own text stays as it was. Raises TooLate on a stale version."""
    take(
        "edit", report, by=by, at=at, note=note, where={"version": version, "taken_by": by},
        changes={"text": Revision(**parts).text_hash}, version=version + 1,
    )  # fmt: skip
    _keep_revision(report, Revision.Kind.EDITED, by, at, **parts)


def submit_for_signoff(report, *, by, at, note=""):
    take(
        "submit_for_signoff", report, by=by, at=at, note=note, changes={"text": report.working.text_hash},
        where={"version": report.version, "taken_by": by},
    )  # fmt: skip


def return_to_author(report, *, by, at, reason, note):
    """The author goes on from the author's own text, not from what the office made of it."""
    take(
        "return_to_author", report, by=by, at=at, note=note, changes={"reason": reason},
        where={"version": report.version}, version=report.version + 1, taken_by=None,
    )  # fmt: skip


@transaction.atomic
def keep_on_file(report, *, by, at, reason, note):
    _keep_unsent(report, at)
    take("keep_on_file", report, by=by, at=at, note=note, changes={"reason": reason}, ended_at=at)


@transaction.atomic
def sign_off(report, *, by, at, text_hash, note=""):
    """Approves exactly the text with this hash, which is the report's text from now on.

    Raises TooLate for any other text: it needs its own approval.
    """
    signed = report.working
    if text_hash != signed.text_hash:
        raise TooLate(_("The text has changed since you read it. Please read it again before you sign."))
    take(
        "sign_off", report, by=by, at=at, note=note, where={"version": report.version},
        changes={"text": text_hash}, signed_at=at, signed_hash=text_hash, **signed.parts(),
    )  # fmt: skip
    _keep_revision(report, Revision.Kind.SIGNED, by, at)


def send_back(report, *, by, at, note):
    take("send_back", report, by=by, at=at, note=note)


def place(report, *, by, at, issue):
    take("place", report, by=by, at=at, changes={"issue": issue.pk})


def take_out(report, *, by, at, issue):
    take("take_out", report, by=by, at=at, changes={"issue": issue.pk})


def publish(report, *, by, at, issue):
    take("publish", report, by=by, at=at, changes={"issue": issue.pk, "number": issue.number})


def conclude(report, *, by, at, note):
    take("conclude", report, by=by, at=at, note=note, ended_at=at)


def transfer(report, *, by, at, note=""):
    """Goes to units without a directive."""
    take("transfer", report, by=by, at=at, note=note)


def handle(report, *, at):
    """Follows from a directive; a report that was already closed is open again."""
    take("handle", report, by=None, at=at, ended_at=None)


def answer(report, *, at):
    take("answer", report, by=None, at=at)


def give_opinion(report, *, by, at):
    take("give_opinion", report, by=by, at=at, ended_at=at)


def lapse(report, *, at):
    take("lapse", report, by=None, at=at, ended_at=at)
