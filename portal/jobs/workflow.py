"""Asking for a file, picking it up, giving it up, and what is deleted when."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.jobs.models import LONGEST, Job, Trouble, rights_of
from portal.ledger.engine import one_at_a_time

KEPT = timedelta(days=7)
MOST = 5  # open jobs of one person


class TooMany(Exception):
    """A sentence that says what to wait for."""


@transaction.atomic
def ask(offer, *, by, language, at):
    """The job of this offer, and whether it is new: as long as one is open, the same is asked for once."""
    one_at_a_time("jobs", by.pk)
    waiting = Job.objects.of(by).open()
    if found := waiting.filter(address=offer.address).first():
        return found, False
    if waiting.count() >= MOST:
        raise TooMany(_("%(n)s files are being made for you already. Please wait for one.") % {"n": MOST})
    if len(offer.address) > LONGEST:
        raise TooMany(_("So many filters at once cannot be kept. Please set fewer."))
    said = {"address": offer.address, "title": offer.title[:100], "language": language}
    return Job.objects.create(by=by, asked_at=at, moved_at=at, **said), True


def fetch(job, *, hats, at):
    """The open file. None where it cannot be had any more: the job says why."""
    if not {*job.rights} <= {*rights_of(hats)}:
        return _lose(job, Trouble.RIGHTS)
    try:
        file = default_storage.open(job.path)
    except FileNotFoundError:  # a backup keeps the row alone
        return _lose(job, Trouble.LOST)
    Job.objects.filter(pk=job.pk, fetched_at=None).update(fetched_at=at)
    return file


def _lose(job, trouble):
    job.trouble = trouble
    Job.objects.filter(pk=job.pk).update(trouble=trouble)


def drop(job, *, at):
    """Gives up what is not made yet, puts away what failed or is wanted no more."""
    Job.objects.filter(pk=job.pk, ended_at=None).update(ended_at=at, trouble=Trouble.DROPPED)
    Job.objects.filter(pk=job.pk, fetched_at=None).update(fetched_at=at)


def withdraw():
    """Something was sealed, purged or erased: no file that was made before is handed out any more.

    What is being made begins anew. `erase` deletes the files in a moment.
    """
    Job.objects.open().update(begun_at=None, tries=0)
    Job.objects.exclude(ended_at=None).filter(trouble="").update(trouble=Trouble.SEALED)


def erase():
    """Files that nobody may have any more. Returns how many; a killed process leaves some for the next."""
    return sum(_erase(job) for job in Job.objects.leavings())


def _erase(job):
    default_storage.delete(job.path)
    return Job.objects.filter(pk=job.pk, path=job.path).update(path="")


def forget_jobs(at):
    """Deletes what is older than KEPT, picked up or not, file first. Returns how many there were."""
    over = Q(ended_at__lte=at - KEPT) | Q(ended_at=None, asked_at__lte=at - KEPT)
    old = list(Job.objects.filter(over))
    for job in old:
        if job.path:
            default_storage.delete(job.path)
        job.delete()
    return len(old)
