"""Lists with thousands of rows: each a copy of one that a list shows, made past keys and triggers."""

from contextlib import contextmanager

from tests.kept import as_owner

WRITTEN = """SELECT quote_ident(column_name) FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
    AND column_name <> %s"""
UNIQUE = """SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', relname, conname)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE contype IN ('u', 'x') AND relname = %s"""
INDEXES = """SELECT format('DROP INDEX %%I', indexrelid::regclass) FROM pg_index
    WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary"""
COPY = """INSERT INTO {table} ({pk}, {columns}) SELECT {new}, {columns} FROM {table}
    CROSS JOIN generate_series(1, %s) WHERE {pk}::text = ANY(%s) LIMIT %s"""
NUMBER = "(SELECT max({pk}) FROM {table}) + row_number() OVER ()"


@contextmanager
def copier():
    """copy(rows, count): that many copies of what a queryset finds. Undone with the test's transaction."""
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        bare = set()

        def copy(rows, count):
            meta = rows.model._meta
            table, pk, keys = (
                meta.db_table,
                meta.pk.column,
                [str(pk) for pk in rows.values_list("pk", flat=True)],
            )
            if table not in bare:
                bare.add(table)
                _drop_keys(cursor, table)
            cursor.execute(WRITTEN, [table, pk])
            columns = ", ".join(name for (name,) in cursor.fetchall())
            number = "Integer" in type(meta.pk).__name__ or "Auto" in type(meta.pk).__name__
            new = NUMBER.format(table=table, pk=pk) if number else "gen_random_uuid()"
            said = {"table": table, "pk": pk, "columns": columns, "new": new}
            cursor.execute(COPY.format(**said), [-(-count // len(keys)), keys, count])

        yield copy
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE")


def _drop_keys(cursor, table):
    """A copy has the same as its original in every key but the first."""
    for question in (UNIQUE, INDEXES):
        cursor.execute(question, [table])
        for (drop,) in cursor.fetchall():
            cursor.execute(drop)
