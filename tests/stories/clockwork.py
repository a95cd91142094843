"""The worker and the beat as they run in production, against the tests' own database and mail server."""

import os
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from portal.run.children import Child, stop

WORKER = "-A portal worker -P threads -c 3 --without-gossip --without-mingle"
BEAT = "-A tests.stories.hurry beat --pidfile= --schedule="


def surroundings(port):
    """What another process must know: where database and mail are."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return {"DATABASE_URL": database.geturl(), "EMAIL_URL": f"smtp://127.0.0.1:{port}"}


@contextmanager
def celery(arguments, log):
    child = Child([sys.executable, "-m", "celery", *arguments.split()], log, cwd=settings.BASE_DIR)
    try:
        yield child
    finally:
        stop([child])
