"""A multiplied world hangs together as the one it was made of; it is older, but hardly more open."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Count

from feedback import sweeps
from portal.ledger.models import Duty, Entry
from portal.people.models import User
from portal.roof.bench import plans, texts, ticks, world
from reports.models import Report
from reports.states import ENDED, State
from tests.kept import as_owner
from tests.makers import NINE, Office

REPORTS = 60
OPEN = 2  # of the reports that are copied


@pytest.fixture
def many(db):
    """{table: rows} of the copies of two reports that have ended and two that are open."""
    office = Office()
    for status in (State.CLOSED, State.KEPT, State.HANDLING, State.PLACED):
        office.report(status)
    office.commission()  # there is one, however many reports there are
    sweeps.tell(NINE)
    with as_owner(), texts.written(REPORTS) as lines:
        yield world.load(REPORTS, lines)


def dangling():
    """[column] that names a row which is not there."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.is_relation and _missing(model, field.column, field.related_model):
                yield str(field)
        for kind, number in world.generics(model):
            for other, content in world.content_types(apps.get_models()).items():
                if _missing(model, number.column, other, f"own.{kind.column} = {content}"):
                    yield f"{number} to {other._meta.label}"


def _missing(model, column, other, condition="true"):
    named = f"{other._meta.pk.column}::text = own.{column}::text"
    there = f"EXISTS (SELECT FROM {other._meta.db_table} WHERE {named})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {model._meta.db_table} AS own "
            f"WHERE {condition} AND own.{column} IS NOT NULL AND NOT {there}"
        )
        return cursor.fetchone()[0]


def test_a_copied_world_hangs_together(many):
    assert many["reports_report"] == Report.objects.count() >= REPORTS
    assert many["feedback_notice"] > REPORTS and many["routing_assignment"] > REPORTS / 3
    assert not list(dangling())
    chains = Entry.objects.values("chain").annotate(
        lines=Count("id"), places=Count("position", distinct=True)
    )
    assert not [row for row in chains if row["lines"] != row["places"]]
    assert Entry.objects.filter(subject_type__model="commission").count() == 1
    assert Office.draft(SimpleNamespace(author=User.objects.get(username="author"))).pk > world.APART


def test_what_is_open_is_copied_into_the_newest_days_only(many):
    still = Report.objects.exclude(status__in=ENDED)
    assert still.count() == OPEN * (1 + world.WHOLE)
    assert {report.submitted_at.date() for report in still} == {NINE.date()}
    assert {duty.report.status for duty in Duty.objects.open().exclude(report=None)} == {
        State.HANDLING,
        State.PLACED,
    }
    years = {report.submitted_at.year for report in Report.objects.filter(status__in=ENDED)}
    assert len(years) == world.YEARS


def test_a_row_that_names_nothing_would_be_found(many):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM reports_report WHERE status = 'handling'")
    assert "ledger.Entry.report" in list(dangling())


def test_a_table_read_as_a_whole_is_told_from_one_read_by_an_index(many):
    whole = plans.explained("SELECT count(*) FROM ledger_entry WHERE note = %s", ["x"])
    one = plans.explained("SELECT * FROM ledger_entry WHERE id = %s", [Entry.objects.earliest("id").pk])
    found = [[node for node in plans.nodes(p["Plan"]) if plans.reads_whole(node)] for p in (whole, one)]
    assert [len(nodes) for nodes in found] == [1, 0]
    assert "by ledger_entry_pkey (Index Scan, rows 1)" in plans.said(one["Plan"])


def test_every_sweep_can_be_measured(many):
    said = []
    ticks.measure(said.append, date(2026, 4, 20))  # when much is late
    done = {line.split()[0]: line.split()[1:3] for line in said[1:] if "first" in line}
    assert set(done) == {
        name.rpartition(".")[2] for names in settings.CLOCK.values() for name in names.split()
    }
    assert all(int(done[name][1]) > 0 for name in ("remind", "deliver"))  # there was something to do
    assert all(" 0 " in line for line in said if line.startswith("remind") and "next" in line)
