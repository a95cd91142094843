"""One word says which rung of the ladder a notice of a duty was, in place of a mark for one of them."""

from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When

RUNGS = [
    ("remind", "Reminder"), ("urgent", "Before the cut-off"), ("chase", "Chased"),
    ("supervise", "Under supervision"),
]  # fmt: skip
NOT_NEWS = Q(duty__isnull=False)


def name_rungs(apps, schema):
    notices = apps.get_model("feedback", "Notice").objects.filter(NOT_NEWS)
    late = [n.pk for n in notices.filter(at__gt=F("duty__due_at")).only("pk")]
    rung = Case(When(urgent=True, then=Value("urgent")), default=Value("remind"))
    notices.update(rung=rung)
    notices.filter(pk__in=late, urgent=False).update(rung="chase")
    schema.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would hold up the columns


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_closing_list")]

    operations = [
        migrations.RemoveConstraint("notice", "notice_of_an_entry_or_a_duty"),
        migrations.RemoveConstraint("notice", "reminded_once_a_day"),
        migrations.AddField(
            "notice", "rung", models.CharField(blank=True, choices=RUNGS, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.RunPython(name_rungs, migrations.RunPython.noop),
        migrations.RemoveField("notice", "urgent"),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=Q(entry=None, duty__isnull=False) & ~Q(rung="")
                | Q(entry__isnull=False, duty=None, rung=""),
                name="notice_of_an_entry_or_a_duty",
            ),
        ),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(fields=["user", "duty", "day", "rung"], name="reminded_once_a_day"),
        ),
    ]  # fmt: skip
