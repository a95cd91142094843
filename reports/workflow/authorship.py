"""Joint authors: asked when the report is filed; it opens to them once they have accepted."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.days.workdays import local_day
from portal.ledger.engine import lock, write
from portal.people.roles import hats_of
from reports.models import Author


def ask_joint_authors(report, *, by, at):
    """Whoever has not been asked yet, nor accepted."""
    asked = {*report.entry_set.filter(kind="ask_joint_author").values_list("changes__author", flat=True)}
    for author in report.authors.to_ask():
        if author.pk not in asked:
            write(
                "ask_joint_author", report, by=by, at=at, changes={"author": author.pk, "name": author.name}
            )


def accept_authorship(author, *, by, at):
    _answer("accept_authorship", author, by=by, at=at, accepted_at=at)


def decline_authorship(author, *, by, at):
    """The name stays as the first author wrote it; the account goes, and with it any way to the report."""
    _answer("decline_authorship", author, by=by, at=at, user=None, organisation=None)


@transaction.atomic
def _answer(kind, author, *, by, at, **answer):
    """Once; whoever is not asked, or no more, gets PermissionDenied."""
    lock(author.report)
    if not Author.objects.asked(hats_of(by, local_day(at))).filter(pk=author.pk).exists():
        raise PermissionDenied(kind)
    Author.objects.filter(pk=author.pk).update(**answer)
    write(kind, author.report, by=by, at=at, changes={"name": author.name})
