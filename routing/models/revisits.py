"""Asking an author, after the end, how it went (回访): by somebody who had no hand in the matter."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ledger.models import Entry
from portal.people.rules import in_office
from reports.models import Report
from reports.states import State
from routing.states import RevisitState


class RevisitQuerySet(models.QuerySet):
    """Revisits by reader and by how they stand."""

    def visible_to(self, hats):
        """The office's own notes."""
        return self if in_office(hats) else self.none()

    def with_subject(self):
        return self.select_related("person", "report__author", "report__organisation")


class Revisit(models.Model):
    """Who is to ask the author of which report; then how, when, and what was said."""

    class Way(models.TextChoices):
        PHONE = "phone", _("By telephone")
        IN_PERSON = "in_person", _("Face to face")
        MEETING = "meeting", _("Seminar")
        IN_WRITING = "in_writing", _("By letter or message")

    report = models.ForeignKey(Report, models.PROTECT, related_name="revisits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=20, choices=RevisitState, default=RevisitState.PLANNED, editable=False
    )
    planned_at = models.DateTimeField()
    way = models.CharField(_("how"), max_length=10, choices=Way, blank=True)
    held_on = models.DateField(_("day"), null=True)
    said = models.TextField(_("what was said"), max_length=3000, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = RevisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("revisit")
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(status=RevisitState.PLANNED), name="one_revisit_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status=RevisitState.MADE) | ~Q(way="") & ~Q(said="") & Q(held_on__isnull=False),
                name="a_revisit_says_how_when_and_what",
            ),
        ]

    def __str__(self):
        return gettext("Revisit about %(number)s") % {"number": self.report.number}

    def get_absolute_url(self):
        return reverse("routing:revisit", args=[self.pk])


def to_revisit():
    """Reports that have ended, whose author may be asked, and nobody has asked or is going to."""
    asked = Revisit.objects.exclude(status=RevisitState.DROPPED).values("report")
    ended = Report.objects.filter(status=State.CLOSED, contact_agreed_at__isnull=False)
    return ended.exclude(pk__in=asked)


def had_a_hand(report):
    """Ids of all who wrote, edited, signed, reviewed or handled it, or signed an issue that printed it.

    To ask its author is no hand in the matter.
    """
    reports = [report.pk, *report.carried.values_list("pk", flat=True)]
    chains = [f"issue/{pk}" for pk in report.pieces.values_list("issue", flat=True)]
    entries = Entry.objects.filter(Q(report__in=reports) | Q(chain__in=chains))
    entries = entries.exclude(subject_type__model=Revisit._meta.model_name)
    return set(entries.exclude(actor=None).values_list("actor", flat=True)) | {report.author_id}
