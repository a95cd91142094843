"""What an earlier report is to a later one: the author says so before filing, the office at review."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer


class RelationQuerySet(models.QuerySet):
    """Read from both ends."""

    def of(self, report, visible):
        """Those of a report whose other end is among the `visible` ones, as `other`, the newest first.

        That it is another matter is said on the later report only.
        """
        back = Q(earlier=report) & ~Q(kind=Relation.Kind.DIFFERENT)
        found = self.filter(Q(report=report) | back).select_related("report", "earlier", "by").order_by("-id")
        for relation in found:
            relation.later = relation.earlier_id == report.pk
            relation.other = relation.report if relation.later else relation.earlier
        if not found:  # as for most
            return []
        seen = set(
            visible.filter(pk__in=[relation.other.pk for relation in found]).values_list("pk", flat=True)
        )
        return [relation for relation in found if relation.other.pk in seen]


class Relation(models.Model):
    """One answer for two reports; the last one given holds."""

    class Kind(models.TextChoices):
        SAME = "same", _("The same matter")
        NEW_FACTS = "new_facts", _("New facts on it")
        DIFFERENT = "different", _("A different matter")

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="relations")
    earlier = models.ForeignKey("reports.Report", models.PROTECT, related_name="later_relations")
    kind = models.CharField(max_length=10, choices=Kind)
    by = doer()
    at = models.DateTimeField()

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "earlier"], name="one_answer_for_two_reports"),
            models.CheckConstraint(condition=~Q(report=F("earlier")), name="related_to_another_report"),
        ]

    def __str__(self):
        return f"{self.report_id} → {self.earlier_id}: {self.get_kind_display()}"
