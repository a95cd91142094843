"""Whose the tables are, and who works on them.

The owner makes and changes tables; `migrate` and `restore` act as it. The application is another role: it
reads and writes rows, changes no table, and can neither change nor delete a row of what only grows, such as
the journal. So whoever gets hold of the application cannot rewrite the past.
"""

from psycopg2 import sql

EXISTS = "SELECT 1 FROM pg_roles WHERE rolname = %s"
# The tables that a trigger keeps from being changed: by their trigger's name they are known.
ONLY_GROW = """
SELECT tgrelid::regclass::text FROM pg_trigger
WHERE tgname LIKE '%%\\_append\\_only' AND tgrelid::regclass IN (SELECT oid FROM pg_class)
"""
LET_IN = """
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""
KEEP = "REVOKE UPDATE, DELETE ON {table} FROM {role}"


def know(cursor, name, password):
    """The role is there and may sign in with this password; it may nothing else."""
    cursor.execute(EXISTS, [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    how = sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}")
    cursor.execute(how.format(sql.Identifier(name), sql.Literal(password)))


def let_in(cursor, name):
    """What the role may do with the tables that stand there now."""
    role = sql.Identifier(name)
    cursor.execute(sql.SQL(LET_IN).format(role=role))
    cursor.execute(ONLY_GROW)
    for (table,) in cursor.fetchall():
        cursor.execute(sql.SQL(KEEP).format(table=sql.Identifier(table), role=role))
