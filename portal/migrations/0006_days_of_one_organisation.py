"""A day gets an id of its own, so that it can be one organisation's; every row is carried over."""

import django.db.models.deletion
from django.db import migrations, models

COPY = """
INSERT INTO portal_calendarday (date, kind, name, source, announced)
SELECT date, kind, name, source, source <> 'statutory' FROM portal_calendardaybefore ORDER BY date
"""
BACK = """
INSERT INTO portal_calendardaybefore (date, kind, name, source)
SELECT date, kind, name, source FROM portal_calendarday WHERE organisation_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_head_of_a_unit")]

    operations = [
        migrations.RenameModel("CalendarDay", "CalendarDayBefore"),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "Day off"), ("work", "Make-up working day")], max_length=4
                    ),
                ),
                ("name", models.CharField(max_length=50)),
                ("source", models.CharField(max_length=100)),
                ("announced", models.BooleanField(default=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="portal.organisation",
                    ),
                ),
            ],
            options={"ordering": ["date", "organisation"]},
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(
                fields=("date", "organisation"),
                name="one_row_per_day_and_organisation",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(COPY, BACK),
        migrations.DeleteModel("CalendarDayBefore"),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
    ]
