"""A draft keeps whatever is typed, and knows by which saving. A column that others are generated from cannot
change its type, so the pairs of characters (0003) are made anew."""

from django.db import migrations, models

DROP = "ALTER TABLE reports_report DROP COLUMN pairs"
ADD = """
ALTER TABLE reports_report ADD COLUMN pairs tsvector GENERATED ALWAYS AS (
    pairs_of(title || situation || analysis || advice)
) STORED;
CREATE INDEX reports_by_pairs ON reports_report USING gin (pairs);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_outcomes_and_standard_words")]
    operations = [
        migrations.RunSQL(DROP, ADD),
        *(
            migrations.AlterField(name, "title", models.TextField(blank=True, verbose_name="title"))
            for name in ("report", "revision")
        ),
        migrations.RunSQL(ADD, DROP),
        migrations.AddField("report", "saved_at", models.DateTimeField(null=True)),
        migrations.AddField("report", "saved_as", models.CharField(blank=True, max_length=16)),
    ]
