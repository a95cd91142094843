"""Lists with thousands of rows: each a copy of one that a list shows, made past keys and triggers."""

from contextlib import contextmanager

from django.db import transaction

from tests.kept import as_owner

WRITTEN = """SELECT quote_ident(column_name) FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
    AND column_name <> %s"""
KEYS = """SELECT coalesce(conname, ''), indexrelid::regclass, pg_get_indexdef(indexrelid)
    FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('u', 'x')
    WHERE indrelid = %s::regclass AND NOT indisprimary AND (indisunique OR indisexclusion)"""
COPY = """INSERT INTO {table} ({pk}, {columns}) SELECT {new}, {columns} FROM {table}
    CROSS JOIN generate_series(1, %s) WHERE {pk}::text = ANY(%s) LIMIT %s"""
NUMBER = "(SELECT max({pk}) FROM {table}) + row_number() OVER ()"


@contextmanager
def copied(rows, count):
    """That many copies of the rows that a queryset finds, within the block."""
    with transaction.atomic():
        keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
        with as_owner() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")
            _copy(cursor, rows.model._meta, keys, count)
            cursor.execute("SET LOCAL session_replication_role = origin")
        yield
        transaction.set_rollback(True)


def _copy(cursor, meta, keys, count):
    table, pk = meta.db_table, meta.pk.column
    _loosen(cursor, table)
    cursor.execute(WRITTEN, [table, pk])
    columns = ", ".join(name for (name,) in cursor.fetchall())
    new = NUMBER.format(table=table, pk=pk) if "Auto" in type(meta.pk).__name__ else "gen_random_uuid()"
    copy = COPY.format(table=table, pk=pk, columns=columns, new=new)
    cursor.execute(copy, [-(-count // len(keys)), keys, count])
    cursor.execute(f"ANALYZE {table}")


def _loosen(cursor, table):
    """A copy has the same as its original in every key but the first; what is read by them stays as quick."""
    cursor.execute(KEYS, [table])
    for constraint, index, made in cursor.fetchall():
        drop = f"ALTER TABLE {table} DROP CONSTRAINT {constraint}" if constraint else f"DROP INDEX {index}"
        cursor.execute(drop)
        cursor.execute(made.replace("CREATE UNIQUE INDEX", "CREATE INDEX"))
