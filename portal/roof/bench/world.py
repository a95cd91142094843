"""A world as years of work leave it: the sample's year, multiplied by one statement for each table.

It learns of the models by looking at them and imports nothing of the portal, so that an older build is filled
by the very same rules, in a process of its own: `python -P world.py REPORTS TEXTS MOMENT`, in that build's
folder, which loads the sample as of that moment first.

What has ended is copied into all of the years; what is open is copied into the newest days only. Authors and
handling units take turns. Journals keep their chains and places; the hashes of copies do not verify.
"""

import json
import os
import sys
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module

import django
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models
from django.utils import timezone

YEARS = 5
WHOLE = 5  # copies that have what is open, too
UNITS = 60
APART = 10_000  # between the numbers of a row and of its copy; more than the sample has of anything
COPIED = ("reports", "routing", "feedback", "ledger", "files")
# What an office has once, however much it works, and what the next sweep empties.
ONCE = {
    "appointment", "body", "cannedtext", "commission", "competence", "counter", "dayclosing",
    "defaultrecipient", "filingyear", "import", "intake", "lead", "mail", "numbering", "proposal",
    "proposal_members", "reached", "restoration", "series", "untold", "visit", "visit_organisations",
}  # fmt: skip
TEXT = ("title", "situation", "analysis", "advice")
COUNTED = ("number", "serial", "running_total")  # numbers that there can be only once
STEPS = {"unit": 7, "officer": 7, "head": 7, "informant": 37}  # so many places on with each copy
SETTINGS = [
    "statement_timeout = 0", "idle_in_transaction_session_timeout = 0", "synchronous_commit = off",
    "session_replication_role = replica",  # asks neither foreign keys nor what refuses changes of the journal
    "maintenance_work_mem = '512MB'", "work_mem = '128MB'",
]  # fmt: skip
# Whole weeks apart, so that working days stay working days; seconds apart, so that no two copies are of one
# moment; the newest copies last, so that numbers grow with time.
TABLES = """
CREATE TABLE bench_text (n integer PRIMARY KEY, title text, situation text, analysis text, advice text);
CREATE TABLE bench_left (name text, id text, always boolean, PRIMARY KEY (name, id));
CREATE TABLE bench_rank (id bigint PRIMARY KEY, rank integer);
CREATE TABLE bench_turn (role text, place integer, id bigint, name text);
"""
COPIES = """
CREATE TABLE bench_copy AS
SELECT copy, copy * %(ended)s AS words,
    CASE WHEN whole THEN 0 ELSE -364 * years - 7 * (copy %% 4) END AS days,
    make_interval(secs => copy * 7 %% 1800) AS ago, whole
FROM generate_series(1, %(copies)s) AS copy,
    LATERAL (
        SELECT copy > %(copies)s - %(whole)s AS whole, (%(copies)s - copy) * %(years)s / %(copies)s AS years
    )
"""
TURNED = """
CREATE TABLE bench_turned AS
SELECT copy, turn.role = 'unit' AS unit, turn.id, turn.name, next.id AS other, next.name AS other_name
FROM bench_copy CROSS JOIN bench_turn AS turn
JOIN (SELECT role, count(*) AS size FROM bench_turn GROUP BY role) AS sizes USING (role)
JOIN bench_turn AS next ON next.role = turn.role
    AND next.place = (turn.place + copy * (%s::jsonb ->> turn.role)::integer) %% size;
CREATE UNIQUE INDEX ON bench_turned (copy, unit, id);
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


def load(reports, texts):
    """So many reports; `texts` is a file of lines as bench_text has them. Returns {table: rows}."""
    models_ = copied_models()
    with connection.cursor() as cursor:
        for setting in SETTINGS:
            cursor.execute(f"SET {setting}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index is not made while checks wait
        cursor.execute(TABLES)
        with open(texts, encoding="utf-8") as lines:  # noqa: PTH123
            cursor.copy_expert("COPY bench_text FROM STDIN", lines)
        leave(cursor, models_)
        cursor.execute(COPIES, copies(cursor, reports) | {"whole": WHOLE, "years": YEARS})
        take_turns(cursor)
        cursor.execute(TURNED, [json.dumps(STEPS)])
        cursor.execute("ANALYZE")
        with without_indexes(cursor, models_):
            for model in models_:
                cursor.execute(Copy(model, models_).statement())
        for statement in connection.ops.sequence_reset_sql(no_style(), models_):
            cursor.execute(statement)
        cursor.execute("DROP TABLE bench_text, bench_left, bench_rank, bench_turn, bench_copy, bench_turned")
        for setting in SETTINGS:
            cursor.execute(f"RESET {setting.partition(' ')[0]}")
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
    return {model._meta.db_table: model._base_manager.count() for model in models_}


def copied_models():
    """Those of work, and of the ledgers wherever they lie."""
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.app_label in COPIED and m._meta.model_name not in ONCE]


def generics(model):
    """[(field of the content type, field of the number)] of what may be about any model."""
    pairs = [field for field in model._meta.private_fields if hasattr(field, "ct_field")]
    return [(model._meta.get_field(f.ct_field), model._meta.get_field(f.fk_field)) for f in pairs]


def content_types(models_):
    """{model: id of its content type}"""
    kinds = apps.get_model("contenttypes", "ContentType").objects.get_for_models(*models_)
    return {model: kind.pk for model, kind in kinds.items()}


def leave(cursor, models_):
    """Names what is not copied: always, as it is about what there is once, or but newly, as it is open."""
    kinds = content_types(models_)
    ended = tuple(str(state) for state in import_module("reports.states").ENDED)
    insert = "INSERT INTO bench_left SELECT %s, {}::text, {} FROM {} ON CONFLICT DO NOTHING"
    for model in models_:
        name, pk = model._meta.db_table, model._meta.pk.column
        for kind, _number in generics(model):
            if not kind.null:
                rows = f"{name} WHERE {kind.column} NOT IN %s"
                cursor.execute(insert.format(pk, True, rows), [name, tuple(kinds.values())])
        if model._meta.label == "reports.Report":
            cursor.execute(insert.format(pk, False, f"{name} WHERE status NOT IN %s"), [name, ended])
        if model._meta.model_name == "duty":
            cursor.execute(insert.format(pk, False, f"{name} WHERE settled_at IS NULL"), [name])
            for other, kind in kinds.items():
                rows = f"{name} WHERE settled_at IS NULL AND subject_type_id = %s"
                cursor.execute(insert.format("subject_id", False, rows), [other._meta.db_table, kind])
    while sum(follow(cursor, model, kinds) for model in models_):
        pass


def follow(cursor, model, kinds):
    """What names a row that is not copied is not copied itself. Returns how many these are."""
    name, pk, found = model._meta.db_table, model._meta.pk.column, 0
    ways = [
        ("true", f.column, f.related_model) for f in model._meta.concrete_fields if f.related_model in kinds
    ]
    for kind, number in generics(model):
        ways += [(f"own.{kind.column} = {content}", number.column, other) for other, content in kinds.items()]
    for condition, column, other in ways:
        cursor.execute(
            f"INSERT INTO bench_left SELECT %s, own.{pk}::text, bool_or(always) FROM {name} AS own "
            f"JOIN bench_left AS gone ON gone.name = %s AND gone.id = own.{column}::text AND {condition} "
            f"GROUP BY own.{pk} ON CONFLICT (name, id) DO UPDATE SET always = true "
            "WHERE excluded.always AND NOT bench_left.always",
            [name, other._meta.db_table],
        )
        found += cursor.rowcount
    return found


def copies(cursor, reports):
    """How often the year is copied; ranks its reports, those that have `ended` first: every copy has them."""
    table = apps.get_model("reports", "Report")._meta.db_table
    cursor.execute(
        "INSERT INTO bench_rank SELECT own.id, row_number() OVER (ORDER BY gone.id IS NOT NULL, own.id) - 1 "
        f"FROM {table} AS own LEFT JOIN bench_left AS gone ON gone.name = %s AND gone.id = own.id::text "
        "RETURNING (SELECT count(*) FROM bench_left WHERE name = %s)",
        [table, table],
    )
    everything, (is_open,) = cursor.rowcount, cursor.fetchone()
    ended = everything - is_open
    return {"copies": max(-((everything + WHOLE * is_open - reports) // ended), WHOLE), "ended": ended}


def take_turns(cursor):
    """The informants; and the handling units, each with its officer and its head."""
    person = get_user_model()
    place, hat = person._meta.get_field("organisation").related_model, person.hats.rel.related_model
    units = list(place.objects.filter(kind="handling_unit").order_by("pk"))
    for n in range(len(units) + 1, UNITS + 1):
        units.append(
            place.objects.create(name=f"第{n}承办单位", kind="handling_unit", parent=units[0].parent)
        )
        for role in ("officer", "head"):
            user = person.objects.create(username=f"{role}{n}", name=f"承办{n}", organisation=units[-1])
            hat.objects.create(user=user, role=role, organisation=units[-1])
    turns = {"unit": [(unit.pk, unit.name) for unit in units]}
    for role in ("officer", "head", "informant"):
        worn = hat.objects.filter(role=role).order_by("organisation", "pk")
        turns[role] = worn.values_list("user", "user__name")
    rows = [(role, place, *known) for role, pairs in turns.items() for place, known in enumerate(pairs)]
    cursor.executemany("INSERT INTO bench_turn VALUES (%s, %s, %s, %s)", rows)


@contextmanager
def without_indexes(cursor, models_):
    """But for those of constraints; made again at once, which is faster than with each row."""
    cursor.execute(INDEXES, [[model._meta.db_table for model in models_]])
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        cursor.execute(definition)


class Copy:
    """The one statement that copies the rows of a model."""

    def __init__(self, model, models_):
        self.model, self.kinds = model, content_types(models_)
        self.table, self.pk = model._meta.db_table, model._meta.pk.column
        self.fields = [f for f in model._meta.concrete_fields if not getattr(f, "generated", False)]
        self.worded = {f.name for f in self.fields} >= set(TEXT)
        self.person = get_user_model()
        self.place = self.person._meta.get_field("organisation").related_model
        self.user = next((f.column for f in self.fields if f.name == "user"), "")

    def statement(self):
        values = ", ".join(self.value(f'own."{field.column}"', field) for field in self.fields)
        columns = ", ".join(f'"{field.column}"' for field in self.fields)
        return (
            f"INSERT INTO {self.table} ({columns}) SELECT {values} FROM bench_copy "
            f"CROSS JOIN {self.table} AS own {self.words() if self.worded else ''} "
            f"LEFT JOIN bench_left AS gone ON gone.name = '{self.table}' AND gone.id = own.{self.pk}::text "
            "WHERE gone.id IS NULL OR whole AND NOT gone.always ORDER BY bench_copy.copy"
        )

    def words(self):
        """Those of its report in that copy: other ones than in any other copy."""
        report = next((f.column for f in self.fields if f.name == "report"), self.pk)
        return (
            f"JOIN bench_rank ON bench_rank.id = own.{report} JOIN bench_text ON bench_text.n = "
            "(bench_copy.words + rank) % (SELECT count(*) FROM bench_text)"
        )

    def value(self, column, field):
        """What the copy has in a column."""
        moved, numbers = f"{column} + copy * {APART}", {number: kind for kind, number in generics(self.model)}
        if field in numbers:
            among = ", ".join(map(str, self.kinds.values()))
            return f"CASE WHEN own.{numbers[field].column} IN ({among}) THEN {moved} ELSE {column} END"
        if field.is_relation:
            return self.named(column, field, moved)
        return self.said(column, field) or self.plain(column, field, moved)

    def named(self, column, field, moved):
        other = field.related_model
        if other in self.kinds:
            return self.plain(column, field.target_field, moved)
        if other not in (self.person, self.place):
            return column
        return turned("other", column, f"unit = {other is self.place} AND turned.id = {column}")

    def said(self, column, field):
        """Words and codes that say which row is meant; nothing for other columns."""
        match field.name:
            case "chain":
                kind, number = (f"split_part({column}, '/', {part})" for part in (1, 2))
                return f"{kind} || '/' || {number}::bigint + copy * {APART}"
            case "name" if self.user:  # beside an account, as on a list of authors
                condition = f"NOT unit AND turned.id = own.{self.user} AND turned.name = {column}"
                return turned("other_name", column, condition)
            case "title" | "situation" | "analysis" | "advice" if self.worded:
                return f"CASE WHEN {column} = '' THEN '' ELSE bench_text.{field.name} END"
            case "year":
                return f"extract(year FROM make_date({column}, 6, 15) + days)"
        return ""

    @staticmethod
    def plain(column, field, moved):
        match field:
            case models.UUIDField():
                return f"md5({column}::text || copy)::uuid"
            case models.IntegerField() if field.primary_key or field.name in COUNTED:
                return moved
            case models.DateTimeField():
                return f"{column} + make_interval(days => days) - ago"
            case models.DateField():
                return f"{column} + days"
        return column


def turned(what, column, condition):
    """Of whoever takes that turn, else what the column has."""
    found = f"SELECT {what} FROM bench_turned AS turned WHERE turned.copy = bench_copy.copy AND {condition}"
    return f"COALESCE(({found}), {column})"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    timezone.now = lambda: datetime.fromisoformat(sys.argv[3])  # the sample walks to where things are now
    for step in ("seed", "load_sample"):
        call_command(step, verbosity=0)
    print(json.dumps(load(int(sys.argv[1]), sys.argv[2])))
