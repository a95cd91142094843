"""A leader's written instruction. Its wording is for the office, the leader and the units concerned."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.models import Entry
from portal.people.models import doer
from portal.people.rules import in_office, is_leader
from reports.models import Report
from routing.states import DirectiveState

from .assignments import Assignment
from .issues import Issue, Piece


class DirectiveQuerySet(models.QuerySet):
    """Directives by reader, and by what they are about."""

    def visible_to(self, hats):
        """The office, the leader who wrote it, and the units it was assigned to."""
        if in_office(hats):
            return self
        at_unit = Assignment.objects.filter(directive=OuterRef("pk"), unit__in=hats.watched)
        visible = Exists(at_unit)
        return self.filter(visible | Q(leader=hats.user) if is_leader(hats) else visible)

    def open(self):
        """Until the leader has been told what came of it."""
        return self.exclude(status=DirectiveState.CLOSED)

    def unfinished(self):
        """Those that units still work on, or are to be given to units."""
        return self.filter(status__in=[DirectiveState.UNASSIGNED, DirectiveState.ASSIGNED])

    def touching(self, report):
        """On the report itself, or on the issue that carried it."""
        issues = Piece.objects.filter(report=report).values("issue")
        return self.filter(Q(report=report) | Q(issue__in=issues))

    def with_subject(self):
        return self.select_related("leader", "report", "piece__issue__series", "issue__series")


class Directive(models.Model):
    """Who wrote what, when, on what; open until its last assignment is closed and the leader knows.

    It stands on an issue as a whole, on a piece, or on a report that was shown to the leader by itself.
    `report` is the one whose journal it is part of; on an issue as a whole it keeps its own.
    """

    class Rank(models.TextChoices):
        """As directives are counted everywhere; no names needed."""

        BUREAU = "bureau", _("Bureau leader")
        CITY = "city", _("City or prefecture leader")
        PROVINCIAL = "provincial", _("Provincial leader")
        MINISTRY = "ministry", _("Ministry leader")
        CENTRAL = "central", _("Central leader")

    class Way(models.TextChoices):
        """How a leader without an account was told what came of it."""

        IN_WRITING = "in_writing", _("In writing")
        BY_OFFICE = "by_office", _("Through the leader's office")
        PHONE = "phone", _("By phone")
        IN_PERSON = "in_person", _("In person")

    key = models.UUIDField(unique=True, editable=False)
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, related_name="directives")
    piece = models.ForeignKey(Piece, models.PROTECT, null=True, related_name="directives")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="directives")
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="directives")
    leader_name = models.CharField(_("leader"), max_length=50, blank=True)  # of one who is not in the portal
    rank = models.CharField(_("rank"), max_length=10, choices=Rank)
    text = models.TextField(_("directive"), max_length=500)
    status = models.CharField(
        max_length=20, choices=DirectiveState, default=DirectiveState.UNASSIGNED, editable=False
    )
    written_on = models.DateField()  # the day that stands under the words
    written_at = models.DateTimeField()  # when it was written here, by the leader or off the paper
    recorded_by = doer()
    wording_opened = models.BooleanField(default=False)  # the authors may read the words
    outcome = models.TextField(_("outcome"), max_length=2000, blank=True)  # one paragraph for the leader
    closed_at = models.DateTimeField(null=True)  # when the last assignment was
    reported_back_on = models.DateField(null=True)
    reported_back_way = models.CharField(max_length=10, choices=Way, blank=True)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("directive")
        ordering = ["-written_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issue__isnull=False, piece=None, report=None)
                | Q(issue=None, report__isnull=False),
                name="directive_stands_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(leader__isnull=False, leader_name="") | Q(leader=None) & ~Q(leader_name=""),
                name="directive_has_one_leader",
            ),
        ]
        indexes = [
            models.Index(fields=["written_on"], condition=Q(closed_at=None), name="open_directives_by_day"),
            models.Index(
                fields=["closed_at"], condition=Q(closed_at__isnull=False), name="closed_directives_by_day"
            ),
        ]

    def __str__(self):
        return _("Directive on “%(title)s”") % {"title": self.about}

    def get_absolute_url(self):
        return reverse("routing:directive", args=[self.pk])

    @property
    def about(self):
        """The title of what it stands on."""
        return str(self.issue) if self.issue_id else self.report.title

    @property
    def number(self):
        """What a mail may say: the number of the report, or of the issue."""
        return self.report.number if self.report_id else str(self.issue)

    @property
    def in_issue(self):
        return self.issue or self.piece and self.piece.issue

    @property
    def by(self):
        """Who wrote it, as one is named on paper."""
        return self.leader.name if self.leader_id else self.leader_name

    @property
    def told_here(self):
        """Whether the leader can sign in and read what came of it."""
        return bool(self.leader_id) and self.leader.is_active

    @property
    def passed_by_office(self):
        """Whether the leader has chosen the units, and the office has not yet taken note of it."""
        entries = Entry.objects.about(self).filter(kind__in=["choose_units", "see_through"])
        last = entries.order_by("id").last()
        return last is not None and last.kind == "choose_units"

    def reports(self, pieces=None):
        """The reports to hand on, in the order of locking: of an issue those of `pieces`, else all."""
        if self.report_id:
            return [self.report]
        rows = Report.objects.filter(pieces__issue=self.issue_id)
        return list((rows if pieces is None else rows.filter(pieces__in=pieces)).order_by("pk"))
