"""What tests begin and end with: rows made once in a process and put back, tables that are emptied.

Rows keep their numbers: a sequence does not go back when a test is undone, so nobody else is given these.
"""

from contextlib import contextmanager
from copy import deepcopy

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection

from portal.days.models import CalendarDay
from portal.people.models import Organisation, User

FROM_MIGRATIONS = {"django_content_type", "auth_permission"}
AS = " -c role={}"
WRITTEN = """SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
    WHERE table_schema = current_schema() AND is_generated = 'NEVER' GROUP BY 1"""  # not computed
KEPT = {}  # class: (what it is made of, table by table as JSON; the attributes of the first one)


def role():
    """The application's, unless it is the owner's too."""
    name = settings.APPLICATION["USER"]
    return "" if name == connection.settings_dict["USER"] else name


@contextmanager
def as_application():
    """Every connection within the block has its rights; the tests' own may lay them down again."""
    options = connection.settings_dict["OPTIONS"]
    before = options["options"]
    if role():
        options["options"] += AS.format(role())
        connection.close()
    yield
    options["options"] = before
    connection.close()


@contextmanager
def as_owner():
    """Past the application's rights: what migrations and restores do, and faults put in by hand."""
    options = connection.settings_dict["OPTIONS"]
    before = options["options"]
    options["options"] = before.replace(AS.format(role()), "")
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        yield cursor
    options["options"] = before
    if role():
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role()}")


def made_once(make):
    """For an __init__ that writes rows: in a database without any, its first rows are written again."""

    def init(self):
        if any(model.objects.exists() for model in (User, Organisation, CalendarDay)):
            make(self)  # beside what stands there
        elif type(self) not in KEPT:
            make(self)
            KEPT[type(self)] = dict(_rows()), deepcopy(vars(self))
        else:
            rows, attributes = KEPT[type(self)]
            _write(rows)
            vars(self).update(deepcopy(attributes))

    return init


@contextmanager
def put_back():
    """What is done inside to rows of our own is undone at its end, committed or not, by any connection."""
    rows = dict(_rows())
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(";".join(f'DELETE FROM "{table}"' for table, _rows in _rows()))
            _write(rows)
            cursor.execute("RESET session_replication_role")


def _rows():
    ours = [m for m in apps.get_models(include_auto_created=True) if not m.__module__.startswith("django.")]
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in ours):
            cursor.execute(f'SELECT json_agg(t)::text FROM "{table}" t')
            [rows] = cursor.fetchone()
            if rows:
                yield table, rows


def _write(rows):
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        columns = dict(cursor.fetchall())
        each = (
            f'INSERT INTO "{table}" ({columns[table]}) '
            f'SELECT {columns[table]} FROM json_populate_recordset(NULL::"{table}", %s)'
            for table in rows
        )
        cursor.execute(";".join(each), [*rows.values()])


def empty_what_has_rows(flush):
    """Instead of TRUNCATE for every table, which makes some 300 files anew after each test that commits.

    Only a superuser, as on the tests' own server, may delete without the triggers that keep the journal.
    """

    def teardown(self):
        with as_owner() as cursor:
            cursor.execute("SHOW is_superuser")
            if cursor.fetchone() != ("on",):
                return flush(self)
            tables = set(connection.introspection.django_table_names(only_existing=True)) - FROM_MIGRATIONS
            cursor.execute(" UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT FROM {t})" for t in tables))
            deletes = "".join(f"DELETE FROM {table};" for (table,) in cursor.fetchall())
            emptying = f"SET session_replication_role = replica; {deletes} RESET session_replication_role"
            for again in (True, True, False):
                try:
                    return cursor.execute(emptying)
                except OperationalError:  # a deadlock with what a page that was closed still asks for
                    if not again:
                        raise
        return None

    return teardown
