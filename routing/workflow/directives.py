"""Directives: recorded and handed on in one transaction, open until the leader knows what came of it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext

from portal.days.workdays import local_day
from portal.files.storing import keep
from portal.ledger.engine import TooLate, begin, lock, require, sent_once, take, write
from portal.people.roles import hats_of
from portal.people.rules import is_clerk, is_leader
from reports import workflow as reports
from routing.models import Directive, Issue
from routing.outcome import paragraph, passed
from routing.states import DirectiveState
from routing.workflow import assignments, issues


@transaction.atomic
def direct(subject, *, by, at, key, text, lead=None, co=(), pieces=None):
    """What the leader writes under a piece or an issue in the reading room.

    Raises PermissionDenied to anybody but a leader who reads the issue.
    """
    require(is_leader, by=by, at=at)
    issue = issue_of(subject)
    if not Issue.objects.published().filter(pk=issue.pk, recipients__user=by).exists():
        raise PermissionDenied("direct")
    issues.mark_read(issue, by=by, at=at, piece=None if subject == issue else subject)
    said = {"leader": by, "text": text}
    day = {"rank": hats_of(by, local_day(at)).office.leaders_rank, "written_on": local_day(at)}
    handed_on = {"lead": lead, "co": co, "pieces": pieces}
    return record("direct", subject, said, by=by, at=at, key=key, besides=day, **handed_on)


@transaction.atomic
def register_directive(
    subject, *, by, at, key, text, rank, written_on, leader=None, leader_name="", files=(), **handed_on,
):  # fmt: skip
    """What the clerk copies off the paper: on an issue, a piece, or a report that was shown by itself.

    `handed_on` is to which units, as `hand_on` takes it.

    Raises ValidationError for a day that has not come, or before there was anything to write on.
    """
    require(is_clerk, by=by, at=at)
    require_past(written_on, at, "written_on")
    if written_on < first_seen(subject):
        raise ValidationError({"written_on": gettext("That was before there was anything to write on.")})
    said = {"leader": leader, "leader_name": leader_name, "rank": rank, "text": text}
    said["written_on"] = written_on
    return record("register_directive", subject, said, by=by, at=at, key=key, files=files, **handed_on)


def record(kind, subject, said, *, by, at, key, besides=None, files=(), lead=None, **handed_on):
    """Without a seam: the units have it, or naming them is the office's duty of the day.

    The same form sent twice is the same directive. Raises TooLate where the form was already used for other
    words, or where the subject is not out.
    """
    said |= standing_on(subject)
    first = {"written_at": at, "recorded_by": by, **(besides or {})}
    directive, new = sent_once(Directive, said, more=first, key=key)
    if not new:
        return directive
    keep(files, directive, by=by, at=at)
    begin(kind, directive, by=by, at=at)
    if report := directive.report:
        report.refresh_from_db()
        reports.handle(report, at=at)
    if lead:
        name = choose_units if kind == "direct" else name_units
        name(directive, by=by, at=at, lead=lead, **handed_on)
    return directive


def standing_on(subject):
    """The fields that say what it is about, which is locked: issue, report, rest."""
    issue = issue_of(subject)
    if issue:
        lock(issue)
        if not Issue.objects.published().filter(pk=issue.pk).exists():
            raise TooLate(gettext("The issue has not been published."))
    if subject == issue:
        return {"issue": issue}
    lock(subject.report)
    return {"report": subject.report} | ({"piece": subject} if issue else {})


def issue_of(subject):
    """The issue that it is or is in; None for a report that was shown by itself."""
    return subject if isinstance(subject, Issue) else getattr(subject, "issue", None)


def first_seen(subject):
    """The first day on which there was something to write on."""
    seen = subject.signed_at if isinstance(subject, Issue) else subject.report.submitted_at
    return local_day(seen)


def require_past(day, at, field):
    if day > local_day(at):
        raise ValidationError({field: gettext("This day is yet to come.")})


@transaction.atomic
def name_units(directive, *, by, at, **named):
    """The office hands it on."""
    hand_on("name_units", directive, by=by, at=at, **named)


@transaction.atomic
def choose_units(directive, *, by, at, **named):
    """The leader hands it on without the office, which hears of it."""
    hand_on("choose_units", directive, by=by, at=at, **named)


def hand_on(step, directive, *, by, at, lead, pieces=None, **task):
    """`lead` is a list of units: one alone, one with co-units, or several that each answer for their part.

    Of a directive on an issue as a whole the reports of `pieces` are handed on, else all.
    """
    handed_on = directive.reports(pieces)
    if not handed_on:
        raise ValidationError(gettext("Choose the pieces that are handed on."))
    for report in handed_on:
        lock(report)
    take(step, directive, by=by, at=at)
    for report in handed_on:
        report.refresh_from_db()
        if directive.issue_id:
            write("directive_written", report, by=None, at=at)
            reports.handle(report, at=at)
        assignments.assign(report, by=by, at=at, lead=lead, directive=directive, **task)


def see_through(directive, *, by, at, note=""):
    """The office takes note of units that the leader has chosen."""
    take("see_through", directive, by=by, at=at, note=note)


def finish(directive, *, at, outcome=""):
    """Follows from the last assignment: the leader is told here, or the office owes the leader an answer.

    The lock makes two last replies on two pieces of one issue see each other.
    """
    lock(directive)
    if directive.assignments.under_way().exists():
        return
    outcome = outcome or paragraph(directive, passed(directive), at)
    name = "close_directive" if directive.told_here else "finish_directive"
    take(name, directive, by=None, at=at, closed_at=at, outcome=outcome)


def reopen(directive, *, at):
    """Follows from the first of its assignments that is reopened. What the leader was told stays here."""
    lock(directive)
    directive.refresh_from_db()
    if directive.status == DirectiveState.ASSIGNED:
        return
    told = {"outcome": [directive.outcome, ""], "day": [local_day(directive.closed_at), None]}
    fields = {"closed_at": None, "outcome": "", "reported_back_on": None, "reported_back_way": ""}
    take("reopen_directive", directive, by=None, at=at, changes=told, **fields)


def report_back(directive, *, by, at, way, on, note=""):
    """How and when a leader without an account was told."""
    require_past(on, at, "on")
    told = {"reported_back_way": way, "reported_back_on": on}
    take("report_back", directive, by=by, at=at, note=note, changes={"way": way, "on": on}, **told)


def amend_outcome(directive, *, by, at, outcome):
    before = directive.outcome
    said = {"changes": {"outcome": [before, outcome]}, "where": {"outcome": before}}
    take("amend_outcome", directive, by=by, at=at, outcome=outcome, **said)


@transaction.atomic
def open_wording(directive, *, by, at, note):
    """Lets the authors read the words, never the scan and never who wrote them."""
    concerned = directive.reports()
    for report in concerned:
        lock(report)
    show(directive, "open_wording", True, by=by, at=at, note=note)
    for report in concerned:
        write("wording_opened", report, by=by, at=at)


def close_wording(directive, *, by, at, note):
    show(directive, "close_wording", False, by=by, at=at, note=note)


def show(directive, step, opened, **said):
    take(step, directive, where={"wording_opened": not opened}, wording_opened=opened, **said)
