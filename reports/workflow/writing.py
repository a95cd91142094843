"""The author's side: a draft is begun, saved, submitted, withdrawn."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.ledger.engine import TooLate, create_once, require, take
from portal.people.roles import hats_of
from reports import deadlines
from reports.advice import markings, masked
from reports.models import Author, Commission, Draft, Report, Revision, Text, shared_out
from reports.rules import may_file
from reports.states import State as S
from reports.workflow.authorship import ask_joint_authors
from reports.workflow.commissions import deliver_commission
from reports.workflow.consultations import reported
from reports.workflow.relating import answers

CHANGED = _("This text has been changed elsewhere since you opened it.")


@transaction.atomic
def begin(*, by, at, key, joint=(), source=None, organisation=None, saves=(), **fields):
    """Starts a draft; the same form sent twice is the same draft. `source` is what it came out of.

    Raises PermissionDenied to whoever may not file, or not for this organisation; TooLate where the key was
    used for something else or the source takes no more reports.
    """
    require(may_file, by=by, at=at)
    if organisation:
        _require_own(organisation, by, at)
    credited = organisation or (source and source.credited) or by.organisation
    parts, fields = _apart(fields)
    fields |= {"author": by, "organisation": credited, "source": source}
    report, new = create_once(Report, {"created_at": at} | fields, key=key)
    if new and source and not source.answerable(hats_of(by, workdays.local_day(at)), at):
        raise TooLate(_("No more reports are taken on this."))
    if new:
        Draft.objects.create(
            report=report, version=report.version, saved_at=at, saved_as=_mark(saves), **parts
        )
        _name_authors(report, joint)
    elif not _says(report, parts, fields, joint):
        raise TooLate(_("This form has already been saved with other words."))
    return report


def _apart(fields):
    """(the parts of the text, everything else)"""
    parts = {name: words for name, words in fields.items() if name in Text.PARTS}
    return parts, {name: value for name, value in fields.items() if name not in parts}


def _require_own(organisation, by, at):
    """One files for one's own organisation, or for one that one is liaison or convener of."""
    if organisation != by.organisation and organisation.pk not in hats_of(by, workdays.local_day(at)).own:
        raise PermissionDenied(organisation.name)


def _says(report, parts, fields, joint):
    """Whether exactly these are the words, the other answers and the authors that stand."""
    stand = parts.items() <= report.written.parts().items()
    stand = stand and all(getattr(report, name) == value for name, value in fields.items())
    return stand and report.credits() == shared_out(report.first_credit, joint)


@transaction.atomic
def save_draft(report, *, by, at, version, joint=(), saves=(), **fields):
    """Writes the author's words while the report is with the author. Raises TooLate on a stale version.

    `saves` are marks of savings whose answer the page never got, the last one being this saving's own. Where
    one of those is what stands, it is no conflict: the page continues its own words. Nor are the same words.
    """
    if fields.get("organisation", report.organisation) != report.organisation:
        _require_own(fields["organisation"], by, at)
    parts, fields = _apart(fields)
    if _write_words(report, by, at, version, saves, **parts):
        _answer(report, fields)
        _name_authors(report, joint)
    elif not _says(report, parts, fields | {"author": by}, joint):
        raise TooLate(CHANGED)


def _answer(report, fields):
    """Writes those of the other answers that are new: mostly none is."""
    new = {name: value for name, value in fields.items() if getattr(report, name) != value}
    if new:
        Report.objects.filter(pk=report.pk).update(**new)
        _read_anew(report)


@transaction.atomic
def rearrange(report, *, by, at, version, **parts):
    """Sorts the author's words into other parts. Raises TooLate on a stale version."""
    if not _write_words(report, by, at, version, **parts):
        raise TooLate(CHANGED)


@transaction.atomic
def leave_out_numbers(report, *, by, at, version):
    """Takes telephone and identity numbers out of the author's words. Raises TooLate on a stale version."""
    if not _write_words(report, by, at, version, **masked(report.written.parts())):
        raise TooLate(CHANGED)


def _write_words(report, by, at, version, saves=(), **parts):
    """Whether they could be written: the draft is there while the report is with its author."""
    draft = Draft.objects.select_for_update().filter(report=report).first()
    if not draft or draft.version != report.written.version:  # somebody was faster
        _read_anew(report)
    if not draft or report.author_id != by.pk or draft.version != version and draft.saved_as not in saves:
        return False
    report.draft = draft
    draft.version, draft.saved_at, draft.saved_as = draft.version + 1, at, _mark(saves)
    for part, words in parts.items():
        setattr(draft, part, words)
    draft.save(force_update=True)
    return True


def _read_anew(report):
    """In one statement, with what is asked of it next."""
    report.refresh_from_db(from_queryset=Report.objects.select_related("author", "organisation", "draft"))


def _mark(saves):
    return saves[-1] if saves else ""


def _name_authors(report, joint):
    """Written anew only where they are not what stands."""
    credits = shared_out(report.first_credit, joint)
    if report.credits() != credits:
        known = {(a.user_id, a.organisation_id): a.accepted_at for a in report.authors.accepted()}
        report.authors.all().delete()
        Author.objects.bulk_create(
            Author.of_credit(report, n, credit, known.get(_whose(credit)) if n > 1 else report.created_at)
            for n, credit in enumerate(credits, 1)
        )


def _whose(credit):
    return credit.user and credit.user.pk, credit.organisation and credit.organisation.pk


def keep_revision(report, kind, by, at, **parts):
    Revision.objects.create(report=report, kind=kind, by=by, at=at, **(parts or report.parts()))


def open_draft(report, at):
    """The author goes on from the author's own text."""
    own = report.revisions.filter(kind=Revision.Kind.AUTHOR).last()
    Draft.objects.create(report=report, version=report.version, saved_at=at, **own.parts())


def last_words(report, at):
    """What the report's row gets where it ends with its author: the words, and the version.

    What was written after it came back, and has not been submitted again, is kept too.
    """
    draft = Draft.objects.select_for_update().filter(report=report).first()
    if not draft:
        return {}
    own = report.revisions.filter(kind=Revision.Kind.AUTHOR).last()
    if own.text_hash != draft.text_hash:
        keep_revision(report, Revision.Kind.AUTHOR, report.author, at, **draft.parts())
    draft.delete()
    return draft.parts() | {"version": draft.version}


@transaction.atomic
def submit(report, *, by, at):
    """Files the author's text as `report.draft` was read, and starts the same-day clock.

    Raises TooLate where it was saved anew meanwhile, ValidationError where it carries a marking of secrecy.
    """
    read = report.written
    _refuse_markings(read)
    relations = {"relations": said} if report.status == S.DRAFT and (said := answers(report)) else {}
    sign_by = deadlines.same_day(report, at, workdays.load()).at
    draft = Draft.objects.select_for_update().filter(report=report).first()  # nothing is typed meanwhile
    take(
        "submit", report, by=by, at=at, where={"draft__version": read.version}, version=read.version,
        **read.parts(),
        changes={"text": read.text_hash, "sign_by": sign_by, **relations}, submitted_at=at, sign_by=sign_by,
    )  # fmt: skip
    draft.delete()
    keep_revision(report, Revision.Kind.AUTHOR, by, at)
    ask_joint_authors(report, by=by, at=at)
    if isinstance(report.source, Commission):
        deliver_commission(report.source, at=at)
    reported(report, at=at)


def _refuse_markings(text):
    if found := markings(text.parts()):
        words = "、".join(remark.words for remark in found)
        raise ValidationError(
            _(
                "This text cannot be submitted here, because it carries a marking of secrecy (%(words)s). "
                "Take the passage out, or bring the matter to the office on paper."
            )
            % {"words": words}
        )


@transaction.atomic
def withdraw(report, *, by, at, note=""):
    take("withdraw", report, by=by, at=at, note=note, ended_at=at, **last_words(report, at))
