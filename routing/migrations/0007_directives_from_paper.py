"""A directive stands on an issue, a piece or a report; its day, rank, outcome and who wrote it down are kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import TruncDate


def from_the_reading_room(apps, _editor):
    """All there were so far: each written by a leader here, on a piece."""
    rows = apps.get_model("routing", "Directive").objects
    rows.update(written_on=TruncDate("written_at"), recorded_by=F("leader"), rank=settings.LEADERS_RANK)


USER = settings.AUTH_USER_MODEL
PROTECT = django.db.models.deletion.PROTECT
RANKS = [
    ("bureau", "Bureau leader"), ("city", "City or prefecture leader"), ("provincial", "Provincial leader"),
    ("ministry", "Ministry leader"), ("central", "Central leader"),
]  # fmt: skip
WAYS = [
    ("in_writing", "In writing"), ("by_office", "Through the leader's office"), ("phone", "By phone"),
    ("in_person", "In person"),
]  # fmt: skip
STATES = [
    ("unassigned", "Units to be named"), ("assigned", "With the units"), ("handled", "To be reported back"),
    ("closed", "Closed"),
]  # fmt: skip


def added(name, field):
    return migrations.AddField("directive", name, field)


def altered(name, field):
    return migrations.AlterField("directive", name, field)


def on(model):
    return models.ForeignKey(model, PROTECT, null=True, related_name="directives")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0017_written_down_for_index"),
        ("routing", "0006_filing_upward"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        added("issue", on("routing.issue")),
        added("leader_name", models.CharField("leader", max_length=50, blank=True)),
        added("rank", models.CharField("rank", max_length=10, choices=RANKS, default="city")),
        added("written_on", models.DateField(null=True)),
        added("recorded_by", models.ForeignKey(USER, PROTECT, null=True, related_name="+")),
        added("wording_opened", models.BooleanField(default=False)),
        added("outcome", models.TextField("outcome", max_length=2000, blank=True)),
        added("reported_back_on", models.DateField(null=True)),
        added("reported_back_way", models.CharField(max_length=10, choices=WAYS, blank=True)),
        migrations.RunPython(from_the_reading_room, migrations.RunPython.noop),
        altered("rank", models.CharField("rank", max_length=10, choices=RANKS)),
        altered("written_on", models.DateField()),
        altered("recorded_by", models.ForeignKey(USER, PROTECT, related_name="+")),
        altered("piece", on("routing.piece")),
        altered("report", on("reports.report")),
        altered("leader", on(USER)),
        altered(
            "status",
            models.CharField(max_length=20, choices=STATES, default="unassigned", editable=False),
        ),
        migrations.AddConstraint(
            "directive",
            models.CheckConstraint(
                name="directive_stands_on_one_thing",
                condition=Q(issue__isnull=False, piece=None, report=None)
                | Q(issue=None, report__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "directive",
            models.CheckConstraint(
                name="directive_has_one_leader",
                condition=Q(leader__isnull=False, leader_name="") | Q(leader=None) & ~Q(leader_name=""),
            ),
        ),
    ]
