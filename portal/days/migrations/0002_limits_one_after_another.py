"""The limits by one rule are counted, so that one form sets one limit, and nobody's unseen."""

from django.db import migrations, models

COUNT = """
    UPDATE days_timelimit t SET version = counted.version
    FROM (SELECT id, row_number() OVER (PARTITION BY rule ORDER BY id) AS version FROM days_timelimit) counted
    WHERE counted.id = t.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ("days", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="timelimit",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="timelimit",
            constraint=models.UniqueConstraint(fields=("rule", "version"), name="one_limit_after_another"),
        ),
    ]
