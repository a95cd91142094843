"""`./run bench`: how long the pages take with many reports."""

import time
from functools import partial
from statistics import median, quantiles

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.people.models import Seat
from reports.models import Report

APART = 1_000_000  # between the numbers of a row and of its copy
COPIED = ("reports", "routing", "feedback")
COUNTED = ("subject_id", "number", "serial")  # numbers that there can be only once
NUMBERED = (models.BigAutoField, models.UUIDField)


def measure(say, reports, visits):
    fill(reports)
    clerk = Seat.objects.filter(post="clerk").earliest("id").user
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(clerk)
    say(f"{Report.objects.count()} reports, as {clerk}\n{'':40}   p50   p95  statements")
    for url in pages():
        visit = partial(client.get, url, secure=True)
        statements = counted(visit)
        times = [timed(visit) for _ in range(visits)]
        p95 = quantiles(times, n=20)[-1]
        say(f"{url:40}{median(times):4.0f} ms{p95:4.0f} ms{statements:6}")


def counted(visit):
    with CaptureQueriesContext(connection) as queries:
        if visit().status_code != 200:
            raise CommandError(f"{visit.args[0]} does not answer.")
        return len(queries)


def timed(visit):
    """Milliseconds."""
    start = time.perf_counter()
    visit()
    return (time.perf_counter() - start) * 1000


def pages():
    """The desk, the lists and the record of the report with the longest journal."""
    record = Report.objects.annotate(entries=models.Count("entry_set")).latest("entries")
    lists = ["desk", "overview", "reports:queue", "reports:list", "routing:issues", "feedback:notices"]
    yield from (reverse(name) for name in lists)
    yield reverse("reports:list") + "?status=handling"
    yield reverse("reports:list") + "?q=" + "养老"
    yield record.get_absolute_url()


def fill(reports):
    """The sample's year, walked by the real verbs, and as many copies of its rows as are wanted."""
    call_command("seed")
    call_command("load_sample", verbosity=0)
    copies = -(-reports // Report.objects.count()) - 1
    with transaction.atomic(), connection.cursor() as cursor:  # where rows may name rows still to come
        cursor.execute("SET LOCAL statement_timeout = 0")  # which is made for pages
        for model in [model for app in COPIED for model in apps.get_app_config(app).get_models()]:
            if is_copied(model):
                copy(cursor, model, copies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def is_copied(model):
    """What is known by its name, such as a higher committee, there is once."""
    names = [f for f in model._meta.concrete_fields if f.unique and isinstance(f, models.CharField)]
    return model._meta.app_label in COPIED and type(model._meta.pk) in NUMBERED and not names


def copy(cursor, model, copies):
    columns = {connection.ops.quote_name(field.column): field for field in model._meta.concrete_fields}
    values = ", ".join(copied(column, field) for column, field in columns.items())
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
        f"SELECT {values} FROM {model._meta.db_table}, generate_series(1, %s) AS copy "
        "ON CONFLICT DO NOTHING",  # what there can be only once, such as a station's address
        [copies],
    )


def copied(column, field):
    """What stands for itself is moved by APART with each copy, as is what names it; the rest is the same."""
    names_a_row = field.is_relation and is_copied(field.related_model)
    counted = isinstance(field.target_field if names_a_row else field, models.IntegerField)
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if field.name == "chain":
        return f"split_part({column}, '/', 1) || '/' || split_part({column}, '/', 2)::bigint + copy * {APART}"
    if counted and (names_a_row or field.primary_key or field.name in COUNTED):
        return f"{column} + copy * {APART}"
    return column
