"""Series with numbers and recipients of their own; what was signed is kept as it is printed."""

import hashlib
import json

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone

ONE_WAY = Q(
    Q(("copies", 0), ("name", ""), ("user__isnull", False)),
    Q(("copies__gt", 0), ("user", None), Q(("name", ""), _negated=True)),
    _connector="OR",
)
RANKS = [("up", "Reported to"), ("peer", "Sent to"), ("down", "Issued to")]
WITH_SIGNATURE = {"number", "year", "running_total", "date", "signer", "void"}


def into_the_first_series(apps, schema_editor):
    """What there is so far belongs to the special report itself."""
    issues = apps.get_model("routing", "Issue").objects
    if not issues.exists():
        return
    office = f"{settings.COMMITTEE_NAME}办公室"
    first = apps.get_model("routing", "Series").objects.create(
        code="special", name="社情民意信息专报", issuer=office, editing_office=f"{office}编",
        notice="内部资料　注意保存",
    )  # fmt: skip
    issues.update(series=first)
    counters = apps.get_model("routing", "Numbering").objects
    for old in apps.get_model("routing", "OldNumbering").objects.all():
        counters.create(series=first, year=old.year, last=old.last)
    for issue in issues.exclude(status="draft"):
        issue.printed = as_composed(issue, first)
        if issue.signed_hash:
            approved = {k: v for k, v in issue.printed.items() if k not in WITH_SIGNATURE}
            issue.signed_hash = hashlib.sha256(json.dumps(approved, sort_keys=True).encode()).hexdigest()
        issue.save()
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would hold up the indexes


def as_composed(issue, series):
    """As Issue.as_composed had it when this was written."""
    day = timezone.localtime(issue.signed_at) if issue.signed_at else None
    pieces = [
        {
            "title": p.title, "situation": p.situation, "analysis": p.analysis, "advice": p.advice,
            "author_line": p.author_line, "report": p.report_id,
        }
        for p in issue.pieces.order_by("position", "id")
    ]  # fmt: skip
    return {
        "masthead": series.name, "issuer": series.issuer, "editing_office": series.editing_office,
        "notice": series.notice, "number": issue.number, "year": issue.year,
        "running_total": issue.running_total,
        "date": f"{day.year}年{day.month}月{day.day}日" if day else "",
        "corrects": "", "void": False,
        "recipients_up": [r.user.name for r in issue.recipients.order_by("id")],
        "recipients_peer": [], "recipients_down": [],
        "note": issue.note, "pieces": pieces, "print_run": 0,
        "editor": issue.created_by.name, "vetter": "",
        "signer": issue.signed_by.name if issue.signed_by else "",
    }  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0003_numbers_stay_with_their_issue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=30, verbose_name="masthead")),
                ("issuer", models.CharField(max_length=50, verbose_name="issuer")),
                ("editing_office", models.CharField(max_length=50, verbose_name="editing office")),
                ("notice", models.CharField(blank=True, max_length=30, verbose_name="notice at the top")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={"ordering": ["order", "id"], "verbose_name_plural": "series"},
        ),
        migrations.CreateModel(
            name="DefaultRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.CharField(choices=RANKS, default="up", max_length=4)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(blank=True, max_length=50)),
                ("copies", models.PositiveSmallIntegerField(default=0)),
                ("series", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="recipients", to="routing.series")),
                ("user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to=settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": [F("rank").desc(), "position", "id"], "abstract": False},
        ),
        migrations.AddConstraint(
            "defaultrecipient", models.CheckConstraint(condition=ONE_WAY, name="default_by_account_or_paper")
        ),
        migrations.AddConstraint(
            "defaultrecipient", models.UniqueConstraint(fields=["series", "user"], name="one_default_once")
        ),
        migrations.RenameModel("Numbering", "OldNumbering"),
        migrations.CreateModel(
            name="Numbering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                ("series", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="numberings", to="routing.series")),
            ],
        ),
        migrations.AddConstraint(
            "numbering", models.UniqueConstraint(fields=["series", "year"], name="one_counter_per_year")
        ),
        migrations.RemoveConstraint("reader", "one_reader_once"),
        migrations.RenameModel("Reader", "Recipient"),
        migrations.AlterModelOptions("recipient", {"ordering": [F("rank").desc(), "position", "id"]}),
        migrations.AddField("recipient", "rank", models.CharField(choices=RANKS, default="up", max_length=4)),
        migrations.AddField("recipient", "position", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("recipient", "name", models.CharField(blank=True, max_length=50)),
        migrations.AddField("recipient", "copies", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("recipient", "first_copy", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("recipient", "handed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "recipient", "handed_by",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            "recipient", "way",
            models.CharField(blank=True, choices=[("paper", "Handed over on paper"), ("told", "Told to read it")], max_length=5),
        ),
        migrations.AlterField(
            "recipient", "user",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            "recipient", "issue",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="recipients", to="routing.issue"),
        ),
        migrations.AddConstraint(
            "recipient", models.CheckConstraint(condition=ONE_WAY, name="recipient_by_account_or_paper")
        ),
        migrations.AddConstraint(
            "recipient", models.UniqueConstraint(fields=["issue", "user"], name="one_reader_once")
        ),
        migrations.RemoveConstraint("issue", "one_issue_per_number"),
        migrations.RemoveConstraint("issue", "numbered_when_signed"),
        migrations.AddField(
            "issue", "series",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="issues", to="routing.series"),
        ),
        migrations.AddField(
            "issue", "corrects",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="routing.issue"),
        ),
        migrations.AddField(
            "issue", "vetted_by",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField("issue", "printed", models.JSONField(null=True)),
        migrations.AddField("issue", "read_before", models.JSONField(null=True)),
        migrations.AlterField(
            "issue", "status",
            models.CharField(
                choices=[
                    ("draft", "Being composed"), ("awaiting_vetting", "Awaiting vetting"),
                    ("awaiting_signoff", "Awaiting sign-off"), ("signed", "Signed off"),
                    ("published", "Published"), ("circulated", "Read by all"), ("void", "Void"),
                ],
                default="draft", editable=False, max_length=20,
            ),
        ),
        migrations.AddField("piece", "live", models.BooleanField(default=True)),
        migrations.AlterField(
            "piece", "report",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="reports.report"),
        ),
        migrations.AddConstraint(
            "piece", models.UniqueConstraint(fields=["issue", "report"], name="one_piece_per_report")
        ),
        migrations.AddConstraint(
            "piece",
            models.UniqueConstraint(condition=Q(("live", True)), fields=["report"], name="one_place_per_report"),
        ),
        migrations.RunPython(into_the_first_series, migrations.RunPython.noop),
        migrations.DeleteModel("OldNumbering"),
        migrations.CreateModel(
            name="PieceRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("piece", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reads", to="routing.piece")),
                ("recipient", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pieces_read", to="routing.recipient")),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            "pieceread", models.UniqueConstraint(fields=["recipient", "piece"], name="read_once")
        ),
    ]
