"""Every issue has its series now; in a migration of its own, because rows and columns change by turns."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("routing", "0004_series_recipients_and_snapshots")]

    operations = [
        migrations.AlterModelOptions("issue", {"base_manager_name": "objects", "ordering": ["-created_at"]}),
        migrations.AlterField(
            "issue", "series",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="issues", to="routing.series"),
        ),
        migrations.AddConstraint(
            "issue", models.UniqueConstraint(fields=["series", "year", "number"], name="one_issue_per_number")
        ),
        migrations.AddConstraint(
            "issue",
            models.CheckConstraint(
                condition=Q(
                    ("number__isnull", False),
                    Q(("status__in", ["circulated", "published", "signed"]), _negated=True),
                    _connector="OR",
                ),
                name="numbered_when_signed",
            ),
        ),
    ]
