"""The text of every page, as each person of the demo sees it: taken from one build, compared with another's.

    ./run manage migrate && ./run manage seed
    ./run manage shell -c "import runpy; runpy.run_path('tests/page_texts.py')['take']('before.json')"
    python tests/page_texts.py before.json after.json [renamed.tsv]

`take` fills an empty database with the sample year, at a fixed moment, and follows every link that anybody
is led to; of pages that differ in a number only, it opens a few. `renamed.tsv` has two columns: a pattern of
an address in the first build, and what it is in the second.
"""

import difflib
import html
import json
import re
import sys
from collections import Counter, defaultdict
from datetime import datetime
from importlib import import_module
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

NOW = "2026-11-26T10:30:00+08:00"  # a Thursday, within office hours
MOST = 4  # pages of one kind that each person opens
LINK = re.compile(r'\bhref="([^"]+)"')
UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1>|<!--.*?-->", re.S)
NOT_FOLLOWED = ("/static/", "/login/", "/notices/")


def take(file):
    """Writes {person: {address: [status, statements, text]}} as JSON."""
    now = datetime.fromisoformat(NOW)
    with mock.patch("django.utils.timezone.now", lambda: now), override_settings(ALLOWED_HOSTS=["*"]):
        people = loaded(now)
        found = {}
        for user in people:
            client, pages, opened = Client(raise_request_exception=False), {}, Counter()
            client.force_login(user)
            waiting = ["/", "/notices/"]
            while waiting:
                url = waiting.pop(0)
                kind = alike(url)
                if url in pages or opened[kind] >= MOST:
                    continue
                opened[kind] += 1
                reset_queries()
                with CaptureQueriesContext(connection) as queries:
                    answer = client.get(url)
                text = ""
                if answer.get("Content-Type", "").startswith("text/html"):
                    body = answer.content.decode()
                    text, links = visible(body), LINK.findall(body)
                    waiting += [local(urljoin(url, html.unescape(link))) for link in links if is_ours(link)]
                pages[url] = [answer.status_code, len(queries), text]
            found[user.username] = pages
            print(user.username, len(pages), flush=True)
    Path(file).write_text(json.dumps(found, ensure_ascii=False, indent=1))


def loaded(now):
    """The people of the demo, in a database with the sample year."""

    def first(*names):
        for name in names:
            try:
                return import_module(name)
            except ModuleNotFoundError:
                continue
        raise ModuleNotFoundError(names)

    if not apps.get_model("reports", "Report").objects.exists():
        first("portal.roof.sample.year", "portal.sample.year").load(now)
    names = first("portal.people.views.door", "portal.views.door").DEMO_PEOPLE
    users = {user.username: user for user in get_user_model().objects.filter(username__in=names)}
    return [users[name] for name in names]


def is_ours(link):
    link = html.unescape(link)
    return not link.startswith(("http", "#", "mailto", "tel", "data")) and not link.startswith(NOT_FOLLOWED)


def local(url):
    """Path and query, in a fixed order, without the fragment."""
    parts = urlsplit(url)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return parts.path + (f"?{query}" if query else "")


def alike(url):
    """Pages that differ in a number or a code only."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d+", "#", url)


def visible(body):
    """What is to be read, a piece a line; what differs each time is left out."""
    text = re.sub(r"<[^>]+>", "\n", UNSEEN.sub("", body))
    lines = (" ".join(line.split()) for line in html.unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def compare(before, after, renamed=None):
    """Prints pages gone and new, texts that differ, and pages that ask more of the database."""
    before, after = (json.loads(Path(name).read_text()) for name in (before, after))
    rules = [line.split("\t") for line in Path(renamed).read_text().splitlines() if line] if renamed else []

    def new_name(url):
        for pattern, target in rules:
            url = re.sub(pattern, target, url)
        return local(url)

    count, alike_changes, more = 0, defaultdict(list), []
    for who, old_pages in before.items():
        pages = {new_name(url): page for url, page in old_pages.items()}
        there = after.get(who, {})
        for kind, urls in (("gone", pages.keys() - there.keys()), ("new", there.keys() - pages.keys())):
            for url in sorted(urls):
                alike_changes[(kind, alike(url))].append(f"{who} {url}")
        for url in sorted(pages.keys() & there.keys()):
            count += 1
            (status, statements, text), (status2, statements2, text2) = pages[url], there[url]
            if status != status2:
                alike_changes[("status", f"{status} -> {status2} {alike(url)}")].append(f"{who} {url}")
            if statements2 > statements:
                more.append((statements2 - statements, f"{who} {url}: {statements} -> {statements2}"))
            if text != text2:
                lines = difflib.unified_diff(text.splitlines(), text2.splitlines(), lineterm="", n=0)
                change = "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
                alike_changes[("text", change)].append(f"{who} {url}")
    for (kind, what), where in sorted(alike_changes.items(), key=lambda item: (item[0][0], -len(item[1]))):
        print(f"== {kind} ({len(where)}): {', '.join(where[:3])}\n{what}")
    print(f"== more statements: {len(more)}")
    print("\n".join(words for _n, words in sorted(more, reverse=True)[:60]))
    print(f"{count} pages compared")


if __name__ == "__main__":
    compare(*sys.argv[1:])
