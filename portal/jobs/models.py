"""Files that the portal makes while whoever asked for them does something else."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

LONGEST = 2000  # characters of an address
PATIENCE = timedelta(minutes=3)  # so long nothing may move before somebody has to look at the worker


class Trouble(models.TextChoices):
    """Why there is no file, in a sentence."""

    RIGHTS = "rights", _("You no longer have the roles for it, so it was not made or not handed out.")
    CHANGED = "changed", _("The page it was asked for on gives no file any more. Please ask on that page.")
    TOO_MANY = "too_many", _("These are more rows than an Excel file holds. Please filter first.")
    FAILED = "failed", _("It was begun three times and never finished. The system administrator has to look.")
    SEALED = "sealed", _("Something was sealed or erased since then. Please ask for the file again.")
    LOST = "lost", _("The file is no longer there. Please ask for it again.")
    DROPPED = "dropped", _("It was given up.")


class JobQuerySet(models.QuerySet):
    """Read by whoever asked, and by the clock."""

    def open(self):
        return self.filter(ended_at=None)

    def of(self, user):
        return self.filter(by=user)

    def on_desk(self, user):
        """What is not made yet, or not picked up."""
        return self.of(user).filter(fetched_at=None).order_by("asked_at")

    def moving(self, at):
        """What is being made, and was written on a moment ago."""
        return self.open().exclude(begun_at=None).filter(moved_at__gt=at - PATIENCE)

    def leavings(self):
        """Rows that name a file which nobody may have any more."""
        return self.exclude(trouble="").exclude(path="")


class Job(models.Model):
    """An address to be opened on somebody's behalf; what it answers is kept as a file.

    Nobody but `by` ever sees it. `path` is where the file of the present try lies: each try has its own, so
    whoever was killed at one leaves nothing that no row names. It is no FileField, as no backup keeps it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    address = models.CharField(max_length=LONGEST)
    title = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)  # None: it is to be begun, or begun again
    moved_at = models.DateTimeField()  # when something last happened to it
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # rows
    of = models.PositiveIntegerField(default=0)  # rows; 0 as long as they are not counted
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=10, choices=Trouble, blank=True)
    path = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200, blank=True)  # of the file
    size = models.PositiveBigIntegerField(default=0)  # bytes
    rights = models.JSONField(default=list)  # what its owner was when it was made: `rights_of`
    fetched_at = models.DateTimeField(null=True)  # or put away

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "address"], condition=Q(ended_at=None), name="one_open_job_of_an_address"
            ),
        ]
        indexes = [
            models.Index(fields=["by", "asked_at"], name="jobs_of_a_person"),
            models.Index(fields=["asked_at"], condition=Q(ended_at=None), name="open_jobs_by_age"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("job", args=[self.pk])

    @property
    def ready(self):
        return bool(self.ended_at and not self.trouble)

    @property
    def works(self):
        return bool(self.begun_at and not self.ended_at)

    @property
    def percent(self):
        return self.of and 100 * self.done // self.of


def rights_of(hats):
    """What somebody is, as a list of words."""
    kinds = {"role": hats.roles, "post": hats.posts, "unit": hats.units, "head": hats.headed, "own": hats.own}
    return sorted(f"{kind} {each}" for kind, found in kinds.items() for each in found)
