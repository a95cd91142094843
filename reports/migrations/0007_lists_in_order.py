"""Indexes in whose order lists are read, page by page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_deleted_drafts")]

    operations = [
        migrations.AddIndex(
            "consultation", models.Index(fields=["begun_at", "id"], name="matters_newest_first")
        ),
        migrations.AddIndex("proposal", models.Index(fields=["year", "id"], name="proposals_by_year")),
    ]
