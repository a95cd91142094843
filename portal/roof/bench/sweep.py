"""`./run bench sweep`: what the clock costs, and what reminders cost with very many open duties."""

import resource
import time
from datetime import time as hour

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from feedback.sweeps import remind
from portal.days import workdays
from portal.ledger.models import Duty
from portal.people.models import Role, User
from portal.roof.bench import pages, ticks
from reports.models import Report

FIRST = 1_000_000_000  # no report has such a number
DUTIES = 100_000
OWED = """
INSERT INTO ledger_duty (kind, person_id, unit_id, subject_type_id, subject_id, report_id, opened_at,
    due_at, first_due_at, remind_at, rule, reckoning, provisional, answered, waited)
SELECT CASE n %% 2 WHEN 0 THEN 'edit' ELSE 'reply' END,
    CASE WHEN n %% 2 = 0 THEN people[1 + n / 2 %% cardinality(people)] END,
    CASE WHEN n %% 2 = 1 THEN units[1 + n / 2 %% cardinality(units)] END,
    subject_type, n, report, at - interval '9 days', due, due, due - interval '3 days',
    'reply', '[]', false, false, false
FROM (SELECT %s::bigint[] AS people, %s::bigint[] AS units, %s AS subject_type, %s AS report,
        %s::timestamptz AS at) given,
    generate_series(%s, %s) n,
    LATERAL (SELECT at + interval '30 days' AS due) later
"""
SWEEPS = {
    "nothing due": 0, "one in a hundred due": 100, "the same again": 0, "one in ten due": 10,
    "every one due": 1,
}  # fmt: skip


def measure(say, reports, _visits):
    """Each sweep finds the duties of the one before it; the greatest size is that of the whole process."""
    pages.fill(say, reports)
    at = morning()
    ticks.measure(say, workdays.local_day(at))
    fill(DUTIES, at)
    say(f"\n{Duty.objects.open().count()} open duties\n")
    say(f"{'':24}{'told':>9}{'time':>9}{'statements':>12}{'greatest size':>16}")
    for name, every in SWEEPS.items():
        if every:
            fall_due(every, at)
        statements, start = Count(), time.perf_counter()
        with connection.execute_wrapper(statements):
            told = remind(at)
        took, size = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        number = statements.number + bool(told)
        say(f"{name:24}{told:9}{took:7.2f} s{number:12}{size:13.0f} MB")


def morning():
    """Ten o'clock on a working day."""
    return workdays.at_time(workdays.load().next_working(timezone.localdate()), hour(10))


def fill(duties, at):
    """The people of the sample, and what each of them and each unit owes in a month."""
    Duty.objects.open().update(remind_at=at + workdays.DAY)
    people = list(User.objects.filter(is_active=True).values_list("pk", flat=True))
    units = list(User.objects.filter(hats__role=Role.OFFICER).values_list("hats__organisation", flat=True))
    subject_type, report = ContentType.objects.get_for_model(Report), Report.objects.earliest("pk")
    with connection.cursor() as cursor:
        given = [people, units, subject_type.pk, report.pk, at, FIRST, FIRST + duties - 1]
        cursor.execute(OWED, given)
        cursor.execute("ANALYZE")


def fall_due(every, at):
    """Makes every so-manieth duty one of yesterday."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_duty SET due_at = %s, remind_at = %s "
            "WHERE subject_id >= %s AND subject_id %% %s = 0",
            [at - workdays.DAY, at - 2 * workdays.DAY, FIRST, every],
        )


class Count:
    """How many statements went to the database, without the COPY of the notices."""

    number = 0

    def __call__(self, execute, *arguments):
        self.number += 1
        return execute(*arguments)
