"""One unit's part in handling a report, and what it answered: a lead unit's replies, a co-unit's opinion."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.models import Duty
from portal.people.models import Organisation, doer
from portal.people.rules import in_office
from reports.models import Report
from routing.states import HANDED_OVER, UNDER_WAY, AssignmentState


class Kind(models.TextChoices):
    """How a group of units handles a matter; read off the units, kept nowhere."""

    ALONE = "alone", _("Handled alone")
    JOINT = "joint", _("Handled jointly")
    SPLIT = "split", _("Split between units")


class AssignmentQuerySet(models.QuerySet):
    """Assignments by reader and by state."""

    def visible_to(self, hats):
        """The office sees all, an officer and a head those of the own units."""
        return self if in_office(hats) else self.filter(unit__in=hats.watched)

    def group_of(self, assignment):
        """All that came from the same directive, or from none: what is closed together."""
        return self.filter(report=assignment.report_id, directive=assignment.directive_id)

    def in_force(self):
        """Of a whole group, those that no other has taken the place of."""
        replaced = {a.instead_of_id for a in self}
        return [a for a in self if a.status not in HANDED_OVER and a.pk not in replaced]

    def kind(self):
        """How this group handles its matter."""
        parts = [a.part for a in self.in_force()]
        return kind_of(parts.count(Assignment.Part.LEAD), parts.count(Assignment.Part.CO))

    def under_way(self):
        return self.filter(status__in=UNDER_WAY)

    def reopenable(self):
        """Lead units whose reply has passed, of two parts of one unit in a group the later."""
        passed = self.filter(part=Assignment.Part.LEAD, status=AssignmentState.PASSED)
        return passed.order_by("unit_id", "directive_id", "-pk").distinct("unit_id", "directive_id")

    def waiting(self):
        return self.filter(status=AssignmentState.WAITING)

    def with_due(self):
        """Adds `due_at`, the nearest date."""
        owed = Duty.objects.open().filter(
            subject_type=ContentType.objects.get_for_model(self.model), subject_id=OuterRef("pk")
        )
        dates = owed.order_by("due_at").values("due_at")
        return self.annotate(due_at=Subquery(dates[:1]))


def kind_of(leads, co_units):
    if leads > 1:
        return Kind.SPLIT
    return Kind.JOINT if co_units else Kind.ALONE


class Assignment(models.Model):
    """One row per unit. One lead unit alone, one lead with co-units (joint), or several leads (split)."""

    class Part(models.TextChoices):
        LEAD = "lead", _("Lead unit")
        CO = "co", _("Co-unit")

    class Urgency(models.TextChoices):
        """The degrees of urgency of official documents; routing/deadlines.py says what each means in days."""

        PLAIN = "plain", _("Ordinary")
        URGENT = "urgent", _("Urgent")
        TOP = "top", _("Top urgent")

    report = models.ForeignKey(Report, models.PROTECT, related_name="assignments")
    directive = models.ForeignKey("routing.Directive", models.PROTECT, null=True, related_name="assignments")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=4, choices=Part)
    request = models.TextField(_("what is asked"), max_length=1000, blank=True)
    urgency = models.CharField(_("urgency"), max_length=6, choices=Urgency, default=Urgency.PLAIN)
    status = models.CharField(
        max_length=20, choices=AssignmentState, default=AssignmentState.ASSIGNED, editable=False
    )
    assigned_at = models.DateTimeField()
    signed_for_at = models.DateTimeField(null=True)
    time_asked = models.PositiveSmallIntegerField(null=True)  # working days; asked once
    reopened_at = models.DateTimeField(null=True)  # to be answered anew, as the author was not satisfied
    sent_back = models.PositiveSmallIntegerField(
        default=0
    )  # how often the office returned the reply; anew when reopened
    # For whom or what it waits, or last waited; since when; when the unit was last told to ask again.
    waiting_for = models.CharField(_("for whom or what"), max_length=200, blank=True)
    waiting_since = models.DateTimeField(null=True)
    nudged_at = models.DateTimeField(null=True)
    return_asked_at = models.DateTimeField(null=True)  # asked once
    better_unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", db_index=False
    )  # as it says
    # The part that was returned, taken back or is answered anew, and that this unit took on.
    instead_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_on")
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        ordering = ["-part", "id"]  # the lead units first
        constraints = [
            models.UniqueConstraint(
                fields=["report", "directive", "unit"],
                condition=Q(status__in=sorted(UNDER_WAY)),
                nulls_distinct=False,
                name="unit_assigned_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=AssignmentState.WAITING)
                | ~Q(waiting_for="") & Q(waiting_since__isnull=False),
                name="whoever_waits_says_for_whom",
            ),
        ]

    def __str__(self):
        return f"{self.unit} · {self.report}"

    def get_absolute_url(self):
        return reverse("routing:assignment", args=[self.pk])

    @property
    def leads(self):
        return self.part == self.Part.LEAD

    @property
    def unit_name(self):
        """As the unit was called on the day on which it was assigned: for what is printed."""
        return self.unit.name_on(local_day(self.assigned_at))

    @property
    def waits(self):
        return self.status == AssignmentState.WAITING

    @property
    def under_review(self):
        return self.status == AssignmentState.REPLIED

    @property
    def hears_opinions(self):
        """What co-units say is for the lead unit, not for one whose part another one has."""
        return self.leads and self.status not in HANDED_OVER

    @property
    def hurried(self):
        return self.urgency != self.Urgency.PLAIN

    @property
    def top_urgent(self):
        return self.urgency == self.Urgency.TOP

    @property
    def number(self):
        """The slip's number, 交办单号."""
        return f"{self.report.number}-{self.pk}"


class Reply(models.Model):
    """One written reply of a unit. A reply sent back stays; the next one is another row."""

    class Grade(models.TextChoices):
        SOLVED = "solved", _("A: solved or mostly solved")
        PLANNED = "planned", _("B: in progress or planned")
        CANNOT = "cannot", _("C: cannot be solved for now")
        REFERENCE = "reference", _("D: for reference")

    class Advice(models.TextChoices):
        """Whether the report's advice was taken up."""

        YES = "yes", _("Taken up")
        PARTLY = "partly", _("Taken up in part")
        NO = "no", _("Not taken up")

    class Talk(models.TextChoices):
        """How the unit talked with the author."""

        MEETING = "meeting", _("Meeting")
        SEMINAR = "seminar", _("Seminar")
        PHONE = "phone", _("By telephone")
        MAIL = "mail", _("By e-mail")
        LETTER = "letter", _("By letter")
        OTHER = "other", _("In another way")
        NOT_YET = "not_yet", _("Not yet")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="replies")
    text = models.TextField(_("measures and results"), max_length=5000)
    grade = models.CharField(_("degree of solution"), max_length=10, choices=Grade)
    promised_for = models.DateField(_("planned for"), null=True, blank=True)
    advice = models.CharField(_("the advice"), max_length=10, choices=Advice, blank=True)
    advice_why = models.TextField(_("which part, and why not the rest"), max_length=1000, blank=True)
    talked = models.CharField(_("talk with the author"), max_length=10, choices=Talk, blank=True)
    talked_on = models.DateField(_("talked on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by (unit leader)"), max_length=50)
    by = doer()
    at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(grade="planned") | Q(promised_for__isnull=False), name="a_plan_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(talked__in=["", "not_yet"], talked_on=None)
                | ~Q(talked__in=["", "not_yet"]) & Q(talked_on__isnull=False),
                name="a_talk_has_a_date",
            ),
        ]

    def __str__(self):
        return f"{self.assignment} · {self.get_grade_display()}"

    @property
    def report(self):
        return self.assignment.report


class UnitOpinion(models.Model):
    """What a co-unit says to the lead unit, 会办意见: not reviewed by the office, not read by the author."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="opinion")
    text = models.TextField(_("opinion"), max_length=5000)
    by = doer()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return str(self.assignment)

    @property
    def report(self):
        return self.assignment.report
