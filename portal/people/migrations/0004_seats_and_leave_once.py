"""Nobody is on leave twice on one day, nor sits in one post twice: the database refuses it.

What overlaps already is parted first: the later row keeps the days that the earlier one has not, and where
none are left it is taken back.
"""

from datetime import date, timedelta
from itertools import groupby

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models
from django.db.models import Func, Q, Value


def part_all(apps, _schema_editor):
    absences, seats = (apps.get_model("people", name).objects for name in ("Absence", "Seat"))
    part(absences.filter(taken_back=False), ["user_id"], taken_back=True)
    part(seats.filter(absence=None).exclude(status="dropped"), ["post_id", "user_id"], status="dropped")


def part(rows, key, **gone):
    ordered = rows.order_by(*key, "since", "pk").values(*key, "pk", "since", "until")
    for _key, group in groupby(ordered, lambda row: [row[name] for name in key]):
        last = date.min  # day that is taken
        for row in group:
            until = row["until"] or date.max
            if until <= last:
                rows.filter(pk=row["pk"]).update(**gone)
            elif row["since"] <= last:
                rows.filter(pk=row["pk"]).update(since=last + timedelta(days=1))
            last = max(last, until)


def days():
    kind = django.contrib.postgres.fields.ranges.DateRangeField()
    return Func("since", "until", Value("[]"), function="daterange", output_field=kind)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_sessions_end_with_the_account"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.RunPython(part_all, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="absence",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                name="on_leave_once",
                expressions=[("user", "="), (days(), "&&")],
                condition=Q(taken_back=False),
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                name="sits_there_once",
                expressions=[("post", "="), ("user", "="), (days(), "&&")],
                condition=Q(("absence", None), models.Q(("status", "dropped"), _negated=True)),
            ),
        ),
    ]
