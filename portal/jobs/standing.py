"""How it stands with a file that is being made, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.jobs.models import PATIENCE, Job

MINUTE = 60


def standing(job, at):
    """Whether it is being made, is stuck, or how many come first; "" once it has ended."""
    if job.ended_at:
        return ""
    if at - job.moved_at > PATIENCE and not Job.objects.moving(at).exists():
        minutes = int((at - job.moved_at).total_seconds()) // MINUTE
        said = _("It has waited for %(n)s minutes and nothing happens. Please ask the system administrator.")
        return said % {"n": minutes}
    if job.works:
        return _("It is being made.")
    before = Job.objects.open().filter(asked_at__lt=job.asked_at).count()
    if before:
        words = ngettext("%(n)s file is made before it.", "%(n)s files are made before it.", before)
        return words % {"n": before}
    return _("It will be begun in a moment.")
