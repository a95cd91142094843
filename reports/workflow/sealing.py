"""Classified matter: out of everybody's sight at once, then erased or, if sealed by mistake, read anew.

Whoever decides does not read it: the security administrator knows the number and asks the office.
"""

import json
from contextlib import contextmanager
from functools import partial

from django.db import connection, transaction

from portal.days import workdays
from portal.files.models import Attachment
from portal.files.storing import erase_files
from portal.jobs.workflow import withdraw
from portal.ledger.engine import take
from portal.ledger.models import Entry, bare, digest
from portal.unsent.workflow import forget_about
from reports import deadlines
from reports.models import Revision, Text
from reports.reasons import Reason
from reports.workflow.writing import last_words

WORDS = (*Text.PARTS, "on_behalf_of", "on_behalf_phone", "on_behalf_way")  # of the report's own row


@transaction.atomic
def refuse_classified(report, *, by, at):
    """Seals it, with a code for a reason and no words: they would be one more place to erase."""
    take(
        "refuse_classified", report, by=by, at=at, changes={"reason": Reason.CLASSIFIED}, ended_at=None,
        signed_at=None, signed_hash="", report_by=None, **last_words(report, at),
    )  # fmt: skip
    withdraw()


def unseal(report, *, by, at):
    """The office begins anew with the author's text and a new clock."""
    own = report.revisions.filter(kind=Revision.Kind.AUTHOR).last()
    sign_by = deadlines.same_day(report, at, workdays.load()).at
    take(
        "unseal", report, by=by, at=at, changes={"sign_by": sign_by}, sign_by=sign_by, taken_by=None,
        version=report.version + 1, **own.parts(),
    )  # fmt: skip


@transaction.atomic
def purge(report, *, by, at):
    """Erases every word of it that the portal keeps; number, dates and names of those who acted remain."""
    take("purge", report, by=by, at=at, ended_at=at, **dict.fromkeys(WORDS, ""))
    with passing_the_triggers(report) as cursor:
        for entry in Entry.objects.filter(report=report):
            said = [entry.pk, digest(entry.note), json.dumps(bare(entry.changes))]
            cursor.execute("SELECT blank_entry(%s, %s, %s)", said)
        cursor.execute("SELECT delete_revisions(%s)", [report.pk])
    report.authors.update(name="", field="")
    forget_about(report)
    Attachment.objects.filter(report=report).update(name="", sha256="")
    withdraw()
    transaction.on_commit(partial(erase_files, report.pk), robust=True)


@contextmanager
def passing_the_triggers(report):
    """Inside the block the owner's functions may blank and delete what is append-only."""
    setting = "SELECT set_config('portal.purging', %s, true)"
    with connection.cursor() as cursor:
        cursor.execute(setting, [str(report.pk)])
        yield cursor
        cursor.execute(setting, [""])  # after an error the whole transaction is void
