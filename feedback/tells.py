"""Which journal entries are news, for whom, and in which words, as their lines say."""

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Prefetch

from portal.ledger.registry import LINES, PROCEDURES
from portal.people.models import User
from reports.models import Report


def news(entries):
    """Those entries of which somebody is told."""
    return entries.filter(kind__in=[line.name for line in LINES.values() if line.tell])


def with_people(entries):
    """The entries with all that `people` and `words` look at, in as many queries for one as for many."""
    reports = Report.objects.only("created_at", "taken_by").select_related("taken_by")
    reports = reports.prefetch_related("authors", "carried__authors")
    subjects = [each.told for each in PROCEDURES.values() if each.told is not None]
    entries = list(
        entries.prefetch_related(Prefetch("report", reports), GenericPrefetch("subject", subjects))
    )
    named = {pk for entry in entries for pk in _passed(entry) if pk}
    known = User.objects.in_bulk(named)
    for entry in entries:  # from whom it went to whom
        entry.passed = [known.get(pk) for pk in _passed(entry)]
    return entries


def _passed(entry):
    """Ids of who had it in hand, or had signed it, before and after."""
    return entry.changes.get("taken_by") or entry.changes.get("signed_by") or ()


def people(entry):
    """Those whom an entry concerns and who can sign in, each once."""
    concerned = entry.line.tell.circle(entry)
    return list(dict.fromkeys(user for user in concerned if user and user.is_active))


def words(entry):
    """The sentence for an entry, in the active language."""
    about = entry.report or entry.subject
    named = {"number": getattr(about, "number", ""), "issue": about, "what": entry.line.says(entry)}
    return entry.line.tell.words % named
