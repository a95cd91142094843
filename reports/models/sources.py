"""What a report can come out of: the part that is the same for leads, commissions and whatever else asks."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from reports.states import UNFILED

from .report import Report


class SourceQuerySet(models.QuerySet):
    """Each kind adds `visible_to(hats)`: who is told that a report came out of it, and may open its page."""

    def counted(self):
        """Adds `came` and `adopted`: how many filed reports came of each, how many of them were signed."""
        kind = ContentType.objects.get_for_model(self.model)
        filed = Report.objects.filter(source_type=kind, source_id=OuterRef("pk")).exclude(status__in=UNFILED)
        number = filed.order_by().values("source_id").annotate(number=Count("pk")).values("number")
        signed = number.filter(signed_at__isnull=False)
        return self.annotate(came=Coalesce(Subquery(number), 0), adopted=Coalesce(Subquery(signed), 0))


class Source(models.Model):
    """What reports come out of. It has a page, `__str__` says its topic, `verbose_name` its kind."""

    report = None  # its journal and its duties are its own
    occasion = ""  # the Report.Occasion it stands for, if it stands for one
    credited = None  # the organisation a report that comes out of it is credited to, if not the author's own

    class Meta:
        abstract = True

    def answerable(self, hats, at):
        """Whether this person may begin a report that comes out of it."""
        return True

    @property
    def kind(self):
        return self._meta.verbose_name

    @property
    def number(self):
        """2026-003: the year it was begun in and its place in the register; all that a mail says of it."""
        return f"{timezone.localdate(self.begun_at).year}-{self.pk:03}"

    @property
    def reports(self):
        return Report.objects.out_of(self)

    def counts(self):
        """{came, adopted} of this one, as `counted` adds them to many."""
        signed = Count("pk", filter=Q(signed_at__isnull=False))
        return self.reports.exclude(status__in=UNFILED).aggregate(came=Count("pk"), adopted=signed)
