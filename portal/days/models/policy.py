"""The office's policy, each point of it from a day on; what holds where none was set stands in the code."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer


class Policy(models.Model):
    """This value of a point of portal.days.points, since that day; a later row supersedes it.

    None is ever changed or deleted: what began under an old row is judged by it.
    """

    point = models.CharField(max_length=30)
    value = models.JSONField(encoder=DjangoJSONEncoder)
    since = models.DateField()
    set_by = doer(null=True)
    set_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    report = None  # the journal of a policy is its own

    class Meta:
        verbose_name = _("office policy")
        ordering = ["since", "id"]

    def __str__(self):
        return f"{self.point} {self.value} ({self.since})"
