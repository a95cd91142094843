"""What several measurements need: how long something takes, in the database and in all."""

import time
from contextlib import contextmanager
from statistics import median, quantiles

from django.db import connection


class Clock:
    """Milliseconds spent in the database, statement by statement summed up for each visit."""

    def __init__(self):
        self.times = []

    @contextmanager
    def visit(self):
        self.times.append(0)
        with connection.execute_wrapper(self._timed):
            yield

    def _timed(self, execute, *arguments):
        start = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.times[-1] += (time.perf_counter() - start) * 1000

    @property
    def p50(self):
        return median(self.times)

    @property
    def p95(self):
        return quantiles(self.times, n=20)[-1]


def timed(work):
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def like_scan(words):
    """The ids of reports whose text has the words, found by reading all of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM reports_report WHERE title LIKE %(w)s OR situation LIKE %(w)s "
            "OR analysis LIKE %(w)s OR advice LIKE %(w)s",
            {"w": f"%{words}%"},
        )
        return {pk for (pk,) in cursor}
