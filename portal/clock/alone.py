"""What one process does at a time, however many workers there are."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(name):
    """Yields whether nobody else is at what is named so. Whoever is killed at it is at it no more.

    The lock is the connection's: no transaction waits for it, and PostgreSQL lets go of it with its process.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        [mine] = cursor.fetchone()
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
