"""That the portal was restored from a backup, and whether it may send again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer


class RestorationQuerySet(models.QuerySet):
    """Until the latest is released, the clock stands still."""

    def frozen(self):
        return self.filter(released_at=None)


class Restoration(models.Model):
    """`taken_at` is the backup's moment; what was told between it and the restore, the portal cannot know."""

    taken_at = models.DateTimeField()
    restored_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = doer(null=True)

    report = None  # its journal is its own

    objects = RestorationQuerySet.as_manager()

    class Meta:
        verbose_name = _("restoration")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_by=None) | models.Q(released_at__isnull=False),
                name="released_by_whoever_released",
            ),
        ]

    def __str__(self):
        return f"{self.taken_at:%Y-%m-%d %H:%M}"
