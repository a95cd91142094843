"""Visits pages as people do, in the build that is measured.

It knows of the portal no more than addresses and user names, so that an older build is visited by the very
same rules, in a process of its own: `python -P visitor.py PAGES`, in that build's folder, with PAGES that lie
elsewhere there as JSON. Names of pages come in, a line each; what the visit took goes out.
"""

import json
import os
import resource
import sys
import time
import uuid
from http import HTTPStatus
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Count
from django.test import Client

AUTHOR, CLERK, OFFICER = "yangmin", "lihui", "zhaolei"
RECORD, SAVING = "/reports/{}/", "/reports/autosave/"
# Who visits, and where; {} is the filed report of the author's own that has the longest journal.
PAGES = {
    "author: desk": (AUTHOR, "/"),
    "author: reports": (AUTHOR, "/reports/"),
    "author: search, 2 characters": (AUTHOR, "/reports/?q=养老"),
    "author: search, 4 characters": (AUTHOR, "/reports/?q=工作人员"),
    "author: a report": (AUTHOR, RECORD),
    "author: saving while typing": (AUTHOR, SAVING),
    "author: notices": (AUTHOR, "/notices/"),
    "clerk: desk": (CLERK, "/"),
    "clerk: reports": (CLERK, "/reports/"),
    "clerk: reports being handled": (CLERK, "/reports/?status=handling"),
    "clerk: reports of a category": (CLERK, "/reports/?category=rural"),
    "clerk: search, 2 characters": (CLERK, "/reports/?q=养老"),
    "clerk: search, 4 characters": (CLERK, "/reports/?q=工作人员"),
    "clerk: reports, page 600": (CLERK, "/reports/?page=600"),
    "clerk: a report": (CLERK, RECORD),
    "clerk: overview": (CLERK, "/overview/"),
    "clerk: supervision": (CLERK, "/supervision/"),
    "clerk: queue": (CLERK, "/queue/"),
    "clerk: assignments": (CLERK, "/assignments/"),
    "clerk: assignments that ended": (CLERK, "/assignments/?ended=1"),
    "clerk: three rates": (CLERK, "/three_rates/"),
    "clerk: same-day rates": (CLERK, "/same_day/"),
    "clerk: issues": (CLERK, "/issues/"),
    "clerk: directives": (CLERK, "/directives/"),
    "clerk: adoption": (CLERK, "/adoption/"),
    "clerk: stations": (CLERK, "/stations/"),
    "clerk: notices": (CLERK, "/notices/"),
    "officer: desk": (OFFICER, "/"),
    "officer: assignments": (OFFICER, "/assignments/"),
}  # fmt: skip
WORDS = "老旧小区加装电梯后，一层住户反映采光和通行受到影响，社区多次协商未能达成一致。"


class Visitor:
    """The people who look at pages, each signed in."""

    def __init__(self, pages=None):
        self.pages = PAGES | (pages or {})
        self.key, self.version, self.saved = str(uuid.uuid4()), 0, 0
        person = get_user_model().objects
        people = {who for who, _address in self.pages.values()}
        known = {"headers": {"host": settings.ALLOWED_HOSTS[0]}, "raise_request_exception": False}
        self.clients = {who: Client(**known) for who in people}
        for who, client in self.clients.items():
            client.force_login(person.get(username=who))
        own = apps.get_model("reports", "Report").objects.written_by(person.get(username=AUTHOR))
        filed = own.exclude(submitted_at=None).annotate(lines=Count("entry_set")).order_by("-lines", "pk")
        self.record = filed.values_list("pk", flat=True)[0]

    def visit(self, name):
        """{status, ms, statements: [[ms, SQL, values]]}"""
        who, address = self.pages[name]
        statements, start = [], time.perf_counter()
        with connection.execute_wrapper(timed_into(statements)):
            status = self._save(who) if address == SAVING else self._look(who, address)
        return {"status": status, "ms": (time.perf_counter() - start) * 1000, "statements": statements}

    def _look(self, who, address):
        return self.clients[who].get(address.format(self.record), secure=True).status_code

    def _save(self, who):
        """A draft, longer by a few words each time, as static/js/keep.js sends it."""
        self.saved += 1
        form = {
            "key": self.key, "version": self.version, "saves": uuid.uuid4().hex[:16], "category": "urban",
            "occasion": "daily_life", "title": "关于完善老旧小区加装电梯协商机制的建议",
            "situation": WORDS * 10 + str(self.saved), "analysis": WORDS * 5, "advice": WORDS * 8,
        }  # fmt: skip
        told = self.clients[who].post(SAVING, form, secure=True, headers={"accept": "application/json"})
        if told.status_code == HTTPStatus.OK:
            self.version = told.json()["version"]
        return told.status_code


def timed_into(statements):
    def execute(execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            statements.append([(time.perf_counter() - start) * 1000, sql, params])

    return execute


def serve(visitor):
    for line in sys.stdin:
        told = visitor.visit(line.strip())
        told |= {"statements": len(told["statements"]), "resident": resident()}
        print(json.dumps(told), flush=True)


def resident():
    """Bytes of memory that this process holds."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    serve(Visitor(json.loads(sys.argv[1])))
