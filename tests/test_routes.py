"""Every route, tried by everybody, on own and on other people's objects. A route without a row fails.

REFUSALS=4 lets only every fourth of those who may not try each route, others by turns: CI has no more time.
"""

import os
import uuid
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from portal.models import User
from reports.rules import nobody
from routing.procedures import PROCEDURES
from tests import (
    calendar_rows,
    day_rows,
    directive_rows,
    file_rows,
    followup_rows,
    handling_rows,
    issue_rows,
    print_rows,
    seal_rows,
    source_rows,
    station_rows,
    upward_rows,
)
from tests.makers import TEXT
from tests.sent import composed, directed, seated, units
from tests.world import ALL, OFFICE, address, build

MOST = 30  # queries of a page
REFUSALS = int(os.environ.get("REFUSALS", "1"))
ROWS = [
    calendar_rows, day_rows, directive_rows, file_rows, followup_rows, handling_rows, issue_rows,
    print_rows, seal_rows, source_rows, station_rows, upward_rows,
]  # fmt: skip


def of_all(table):
    """What the modules of rows say under one name; not each has every table."""
    return [row for rows in ROWS for row in getattr(rows, table, ())]


AUTHORS = "author joint"
FILERS = "author joint informant liaison other_liaison convener clerk editor"
READERS_OF_IT = f"{AUTHORS} liaison {OFFICE}"  # everybody who sees the report that is being handled

# (route, object, who gets the page, what everybody else gets). Strangers are always sent to the door.
PAGES = [
    ("desk", "", ALL, None),
    ("overview", "", OFFICE, 403),
    ("posts", "", f"{OFFICE} system", 403),
    ("report", "report", READERS_OF_IT, 404),
    ("report", "draft", "author", 404),
    ("reports:list", "", ALL, None),
    ("reports:new", "", FILERS, 403),
    ("reports:write", "draft", "author", 404),
    ("reports:check", "draft", "author", 404),
    ("reports:help", "draft", "author", 404),
    ("reports:sent", "report", AUTHORS, 404),
    ("reports:edit", "editing", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:combine", "editing", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:step", "merged unmerge", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:vet", "vetting", "vetter", (403, "clerk editor signer supervisor author liaison", 404)),
    ("reports:endorse", "with_chair", "chair", (403, "clerk editor signer supervisor author liaison", 404)),
    ("reports:sign_off", "awaiting", "signer", (403, "clerk editor supervisor author liaison", 404)),
    ("reports:step", "editing keep_on_file", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:step", "submitted withdraw", "author", (403, f"{OFFICE} liaison", 404)),
    ("reports:file", "file", READERS_OF_IT, 404),
    ("reports:queue", "", "clerk editor", 403),
    ("routing:issues", "", OFFICE, 403),
    ("routing:issue", "issue", OFFICE, 403),
    ("routing:issue_step", "open_issue submit_issue", "clerk", 403),
    ("routing:reading", "", "leader other_leader", 403),
    ("routing:read", "issue", "leader", (404, "other_leader", 403)),
    ("routing:read", "open_issue", "", (404, "leader other_leader", 403)),
    ("routing:transfer", "signed", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("routing:reply_file", "reply_file", f"{OFFICE} officer", 404),  # not passed: not yet for the author
    ("routing:reply_file", "passed_file", f"{OFFICE} officer author liaison", 404),
    ("feedback:notices", "", ALL, None),
    ("feedback:give_opinion", "answered", "author", (403, f"{OFFICE} liaison", 404)),
    *of_all("PAGES"),
]
# Open to strangers or answered with a redirect: tested where they belong.
ELSEWHERE = {"reports:signing", "feedback:notice", "login", "healthz", *station_rows.ELSEWHERE}
NOTE = {"note": "请再核实。"}
GROUND = NOTE | {"reason": "no_advice", "previewed": "no_advice\n请再核实。"}
WRITTEN = TEXT | {"category": "urban", "occasion": "visit", "version": 1, "action": "save"}
GRADES = {"handling": "satisfied", "result": "mostly"}

# (route, object, what is sent, who may). Everybody else gets 403 or 404 and changes nothing.
POSTS = [
    ("reports:new", "", WRITTEN | {"version": 0, "key": uuid.uuid4()}, FILERS),
    ("reports:write", "draft", lambda w: WRITTEN | {"key": w.draft.key}, "author"),
    ("reports:autosave", "", WRITTEN | {"version": 0, "key": uuid.uuid4()}, FILERS),
    ("reports:check", "draft", {"version": 1, "pledge": "on"}, "author"),
    ("reports:mask", "draft", {"version": 1}, "author"),
    ("reports:relate", "submitted", lambda w: {f"earlier_{w.report.pk}": "same"}, "clerk editor"),
    ("reports:edit", "editing", lambda w: TEXT | {"version": w.editing.version}, "clerk"),
    ("reports:combine", "editing", lambda w: {"reports": [w.mergeable.pk]}, "clerk"),
    ("reports:step", "merged unmerge", {}, "clerk"),
    ("reports:vet", "vetting", lambda w: TEXT | {"version": w.vetting.version}, "vetter"),
    ("reports:endorse", "with_chair", lambda w: TEXT | {"version": w.with_chair.version}, "chair"),
    ("reports:step", "vetting send_back_to_editor", NOTE, "vetter"),
    ("reports:step", "with_chair send_back_from_chair", NOTE, "chair"),
    ("reports:step", "editing mark_important", {}, "clerk vetter signer"),
    ("reports:step", "awaiting ask_chair", {}, "signer"),
    ("reports:sign_off", "awaiting", lambda w: {"text_hash": w.awaiting.working.text_hash}, "signer"),
    ("reports:step", "submitted withdraw", {}, "author"),
    ("reports:step", "submitted take_up", {}, "clerk editor"),
    ("reports:step", "editing take_over", NOTE, "editor"),
    ("reports:queue", "", lambda w: {"report": [w.submitted.pk]}, "clerk editor"),
    ("reports:step", "editing hand_over", lambda w: {"to": w.office.editor.pk}, "clerk"),
    ("reports:step", "editing submit_for_signoff", {}, "clerk"),
    ("reports:step", "submitted return_to_author", GROUND, "clerk"),
    ("reports:step", "submitted keep_on_file", GROUND, "clerk"),
    ("reports:step", "submitted refuse", GROUND, "clerk"),
    ("reports:step", "awaiting send_back", NOTE, "signer"),
    ("reports:step", "issued conclude", NOTE, "clerk"),
    ("routing:begin_issue", "", {}, "clerk"),
    ("routing:issue", "open_issue", composed, "clerk"),
    ("routing:place", "open_issue signed", {}, "clerk"),
    ("routing:take_out", "open_issue piece", {}, "clerk"),
    ("routing:issue_step", "open_issue submit_issue", {}, "clerk"),
    (
        "routing:issue_step",
        "waiting_issue sign_issue",
        lambda w: {"text_hash": w.waiting_issue.text_hash},
        "signer",
    ),
    ("routing:issue_step", "waiting_issue send_issue_back", NOTE, "signer"),
    ("routing:issue_step", "signed_issue publish_issue", {}, "clerk"),
    ("routing:read", "issue", directed, "leader"),
    ("routing:transfer", "signed", units, "clerk"),
    ("feedback:give_opinion", "answered", GRADES, "author"),
    ("feedback:read_all", "", {}, ALL),
    ("posts", "", seated, "clerk system"),
    ("end_seat", "seat", {}, "clerk system"),
    ("logout", "", {}, ALL),
    ("set_language", "", {"language": "en"}, ALL),
    *of_all("POSTS"),
]
RELIEVED = ("editor", "reports:edit")  # whose report a colleague took over: 409 shows what was typed
IN_JSON = {"reports:autosave", *print_rows.IN_JSON}  # answered to a script: 200, not a redirect
POST_ONLY = {
    "reports:mask", "routing:begin_issue", "routing:place", "routing:take_out", "feedback:read_all",
    "reports:autosave", "reports:relate", "end_seat", "logout",
    *of_all("POST_ONLY"),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The world, built once: what a test does to it is undone at its end, as everywhere."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


# Where a row says nothing of them themselves; the head of a unit sees what its officer sees.
ALIKE = {"vetter": "supervisor", "chair": "supervisor", "head": "officer"}


def is_named(who, words):
    return who in words.split() or ALIKE.get(who) in words.split()


def expected(who, route, allowed, otherwise):
    if who == "head" and route.endswith("_step") and "officer" in allowed.split():
        return 403  # and takes no step
    if is_named(who, allowed):
        return 200
    if isinstance(otherwise, tuple):
        code, those, rest = otherwise
        return code if is_named(who, those) else rest
    return otherwise


def test_every_route_has_a_row():
    def names(patterns, space=""):
        for p in patterns:
            if isinstance(p, URLPattern):
                yield space + p.name
            else:
                yield from names(p.url_patterns, f"{p.namespace}:" if p.namespace else space)

    rows = {row[0] for row in (*PAGES, *POSTS)} | ELSEWHERE
    assert set(names(get_resolver().url_patterns)) == rows


def test_no_row_stands_twice():
    for table in (PAGES, POSTS):
        rows = [row[:2] if table is PAGES else (*row[:2], row[3]) for row in table]
        assert len(rows) == len(set(rows))


def test_every_step_that_somebody_may_take_has_a_post():
    """By its own name, or under the name of the page on which it is taken."""
    by_another_name = {
        "submit": "reports:check", "contest": "feedback:give_opinion",
        "submit_for_vetting": "reports:step submit_for_signoff", "merge": "reports:combine",
        "compose": "routing:issue", "compose_filing": "routing:put_in",
        "publish": "routing:issue_step publish_issue",
        "submit_issue_for_vetting": "routing:issue_step submit_issue",
        "publish_handled": "routing:issue_step publish_issue",
    }  # fmt: skip
    posts = {f"{route} {about}" for route, about, *_ in POSTS}
    for procedure in PROCEDURES.values():
        for name, step in procedure.steps.items():
            words = by_another_name.get(name, name).split()
            assert step.may is nobody or any(all(word in post for word in words) for post in posts), name


def test_every_page_answers_everybody_as_the_table_says_and_asks_little(world, client):
    wrong = []
    for m, (who, user) in enumerate(world.people.items()):
        client.force_login(user)
        for n, (route, about, allowed, otherwise) in enumerate(PAGES):
            right = expected(who, route, allowed, otherwise)
            if right != 200 and (m + n) % REFUSALS:
                continue
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address(world, route, about))
            if answer.status_code != right:
                wrong.append(f"{who} {route} {about}: {answer.status_code}, not {right}")
            if len(queries) > MOST:
                wrong.append(f"{who} {route} {about}: {len(queries)} queries")
    assert not wrong, "\n".join(wrong)


def test_strangers_are_sent_to_the_door(world, client):
    before = everything()
    for route, about, *_ in PAGES:
        assert client.get(address(world, route, about))["Location"].startswith("/login/?next="), route
    for route, about, sent, _may in POSTS:
        if route not in ("logout", "set_language"):
            assert post(client, world, route, about, sent)["Location"].startswith("/login/?next="), route
    assert everything() == before


def everything():
    """Every row of our own tables; when somebody last signed in is Django's to write."""
    ours = [apps.get_app_config(app) for app in ("portal", "reports", "routing", "feedback")]
    rows = {m: list(m.objects.order_by("pk").values()) for app in ours for m in app.get_models()}
    return rows | {User: list(User.objects.order_by("pk").values("pk", "is_active", "name", "password"))}


def post(client, world, route, about, sent):
    return client.post(address(world, route, about), sent(world) if callable(sent) else sent)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_post_is_taken_from_those_who_may_and_changes_nothing_for_the_others(world, client):
    wrong = []
    for m, (who, user) in enumerate(world.people.items()):
        client.force_login(user)
        before = everything()
        for n, (route, about, sent, allowed) in enumerate(POSTS):
            if who not in allowed.split() and not (m + n) % REFUSALS:
                code = post(client, world, route, about, sent).status_code
                if code not in (403, 404) and (code != 409 or (who, route) != RELIEVED):
                    wrong.append(f"{who} {route} {about}: {code}")
        assert everything() == before, who
        for route, about, sent, allowed in POSTS:
            if who in allowed.split():
                client.force_login(user)
                with undone():
                    code = post(client, world, route, about, sent).status_code
                if code != (200 if route in IN_JSON else 302):
                    wrong.append(f"{who} {route} {about}: {code}, though they may")
    assert not wrong, "\n".join(wrong)


def test_a_page_that_takes_no_post_changes_nothing(world, client):
    taking, before = {route for route, *_ in POSTS}, everything()
    for route, about, allowed, _otherwise in PAGES:
        if route not in taking and allowed:
            client.force_login(world.people[allowed.split()[0]])
            assert client.post(address(world, route, about)).status_code in (200, 405), route
    assert everything() == before


def test_what_only_takes_a_post_is_not_done_by_a_link(world, client):
    for route, about, _sent, allowed in POSTS:
        if route in POST_ONLY:
            client.force_login(world.people[allowed.split()[0]])
            assert client.get(address(world, route, about)).status_code == 405, route
