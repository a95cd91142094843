"""What was not used is taken up again; what was taken back is written again; a draft is deleted."""

from uuid import uuid5

from django.db import transaction

from portal.days import workdays
from portal.files.models import Attachment
from portal.files.storing import drop, keep
from portal.ledger.engine import lock, require, take
from portal.people.roles import hats_of
from portal.unsent.workflow import let_go_of
from reports import deadlines
from reports.models import Draft, Report
from reports.rules import is_author
from reports.states import State
from reports.workflow.writing import begin

OF_THE_ROW = ("on_behalf_of", "on_behalf_phone", "on_behalf_way")  # words that lie beside the draft
COPIED = ("category", "occasion", "name_shown", "collective", "organisation", *OF_THE_ROW)


def reconsider(report, *, by, at, note):
    """Taken up again with a new same-day clock, by whoever says why."""
    sign_by = deadlines.same_day(report, at, workdays.load()).at
    take(
        "reconsider", report, by=by, at=at, note=note, changes={"sign_by": sign_by}, sign_by=sign_by,
        taken_by=by, ended_at=None,
    )  # fmt: skip


@transaction.atomic
def write_again(report, *, by, at):
    """The author's new draft with the text and the files of what was withdrawn; there is one at a time."""
    lock(report)
    require(is_author, report, by=by, at=at)
    key = free_key(report.key, "again")
    if draft := Report.objects.filter(key=key).first():
        return draft
    take("write_again", report, by=by, at=at)
    source, hats = report.source, hats_of(by, workdays.local_day(at))
    if source and not source.answerable(hats, at):
        source = None
    fields = {name: getattr(report, name) for name in COPIED}
    if report.organisation_id not in {by.organisation_id, *hats.own}:
        fields["organisation"] = None  # for which one spoke then
    draft = begin(
        by=by, at=at, key=key, joint=report.credits()[1:], source=source, **fields, **report.parts()
    )
    files = [file for file in Attachment.objects.about(report) if file.open_to(by)]
    keep(list(files), draft, by=by, at=at)
    return draft


def free_key(key, word):
    """The key of the draft that `word` makes of something: another one once that draft was deleted."""
    n = 0
    while Report.objects.filter(key=(made := uuid5(key, f"{word} {n}" if n else word)), status=State.DELETED):
        n += 1
    return made


@transaction.atomic
def delete_draft(report, *, by, at, version):
    """The words, the files and the joint authors go; the number, the day and who it was remain.

    Raises TooLate where it was saved anew since it was read.
    """
    read, blank = {"draft__version": version}, dict.fromkeys(OF_THE_ROW, "")
    take("delete_draft", report, by=by, at=at, where=read, **blank)
    Draft.objects.filter(report=report).delete()
    drop(Attachment.objects.about(report))
    let_go_of(report)
    report.relations.all().delete()
    report.authors.filter(position__gt=1).delete()
    report.authors.update(name="", field="", parts=1, of=1)
