"""Every route, tried by everybody, on own and on other people's objects. A route without a row fails."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import URLPattern, get_resolver

from portal.audit.models import Event
from portal.ledger.registry import PROCEDURES
from portal.people.models import User
from portal.people.rules import nobody
from tests import (
    account_rows,
    audit_rows,
    calendar_rows,
    day_rows,
    directive_rows,
    file_rows,
    followup_rows,
    handling_rows,
    help_rows,
    issue_rows,
    job_rows,
    key_rows,
    people_rows,
    print_rows,
    register_rows,
    report_rows,
    seal_rows,
    source_rows,
    station_rows,
    upward_rows,
)
from tests.known import LOOKED_UP, Known, known  # noqa: F401 (a fixture)
from tests.test_house import APPS
from tests.world import address, build

MOST = 30  # queries of a page
ROWS = [
    account_rows, audit_rows, calendar_rows, day_rows, directive_rows, file_rows, followup_rows,
    handling_rows, help_rows, issue_rows, job_rows, key_rows, people_rows, print_rows, register_rows,
    report_rows, seal_rows, source_rows, station_rows, upward_rows,
]  # fmt: skip


def of_all(table):
    """What the modules of rows say under one name; not each has every table."""
    return [row for rows in ROWS for row in getattr(rows, table, ())]


# (route, object, who gets the page, what everybody else gets). Strangers are always sent to the door.
PAGES = of_all("PAGES")
# (route, object, what is sent, who may). Everybody else gets 403 or 404 and changes nothing.
POSTS = of_all("POSTS")
# Open to strangers or answered with a redirect: tested where they belong.
ELSEWHERE = {
    "reports:signing", "login", "healthz", "health_parts", *account_rows.ELSEWHERE, *key_rows.ELSEWHERE,
    *station_rows.ELSEWHERE,
}  # fmt: skip
RELIEVED = ("editor", "step", "editing edit")  # whose report a colleague took over: 409 shows what was typed
# To a script, or a file: 200, not a redirect.
IN_JSON = {
    "reports:autosave",
    *print_rows.IN_JSON,
    *file_rows.IN_JSON,
    *job_rows.IN_JSON,
    *account_rows.IN_JSON,
}
POST_ONLY = {*of_all("POST_ONLY")}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The world, built once: what a test does to it is undone at its end, as everywhere."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db, known):  # noqa: F811
    return built


# Where a row says nothing of them themselves; the head of a unit sees what its officer sees.
ALIKE = {"vetter": "supervisor", "chair": "supervisor", "head": "officer"}


def expected(who, route, allowed, otherwise):
    if who == "head" and route == "step" and "officer" in allowed.split():
        return 403  # and takes no step
    code, those, rest = otherwise if isinstance(otherwise, tuple) else (otherwise, "", otherwise)
    if who not in f"{allowed} {those}".split():
        who = ALIKE.get(who, who)
    if who in allowed.split():
        return 200
    return code if who in those.split() else rest


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
        "submit": "reports:check", "contest": "give_opinion",
        "submit_for_vetting": "submit_for_signoff", "compose": "routing:issue",
        "compose_filing": "routing:put_in", "publish": "publish_issue",
        "submit_issue_for_vetting": "submit_issue", "publish_handled": "publish_issue",
        "take_back_seat": "end_seat",
    }  # fmt: skip
    posts = {f"{route} {about}" for route, about, *_ in POSTS}
    for procedure in PROCEDURES.values():
        for name, step in procedure.steps.items():
            words = by_another_name.get(name, name).split()
            assert step.may is nobody or any(all(word in post for word in words) for post in posts), name


class Counted:
    """How many statements there were: Django's own log of them stops at 9,000, as does counting by it."""

    count = 0

    def __call__(self, execute, *given):
        self.count += 1
        return execute(*given)


def test_every_page_answers_everybody_as_the_table_says_and_asks_little(world, client):
    wrong, before = [], everything()
    for who, user in world.people.items():
        client.force_login(user)
        client.get(address(world, "feedback:notices", ""))  # known by sight from here on
        for route, about, allowed, otherwise in PAGES:
            right = expected(who, route, allowed, otherwise)
            queries = Counted()
            with connection.execute_wrapper(queries):
                answer = client.get(address(world, route, about))
            if answer.status_code != right:
                wrong.append(f"{who} {route} {about}: {answer.status_code}, not {right}")
            if queries.count + LOOKED_UP > MOST:
                wrong.append(f"{who} {route} {about}: {queries.count} queries")
            if not answer.streaming and (red := answer.content.count(b"btn-primary")) > 1:
                wrong.append(f"{who} {route} {about}: {red} main acts")
        assert everything() == before, f"{who} has changed something by opening pages"
    assert not wrong, "\n".join(wrong)


def test_opening_what_takes_a_post_changes_nothing(world, client):
    """Nor does a browser that opens it unasked, as browsers do to be quick."""
    before = everything()
    for route, about, _sent, allowed in POSTS:
        client.force_login(world.people[allowed.split()[0]])
        client.get(address(world, route, about), headers={"Sec-Purpose": "prefetch"})
    assert everything() == before


def test_strangers_are_sent_to_the_door(world, client):
    before = everything()
    for route, about, *_ in PAGES:
        assert client.get(address(world, route, about))["Location"].startswith("/login/?next="), route
    for route, about, sent, _may in POSTS:
        if route not in ("logout", "set_language"):
            assert post(client, world, route, about, sent)["Location"].startswith("/login/?next="), route
    assert everything() == before


def everything():
    """Every row of our own tables but the audit's, where being refused leaves a line; when somebody last
    signed in is Django's to write.
    """
    ours = [app for app in apps.get_app_configs() if app.name.split(".")[0] in APPS]
    rows = {
        m: list(m.objects.order_by("pk").values()) for app in ours for m in app.get_models() if m is not Event
    }
    return rows | {User: list(User.objects.order_by("pk").values("pk", "is_active", "name", "password"))}


def post(client, world, route, about, sent):
    return client.post(address(world, route, about), sent(world) if callable(sent) else sent)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    Known.people.clear()


def test_a_post_is_taken_from_those_who_may_and_changes_nothing_for_the_others(world, client):
    wrong = []
    for who, user in world.people.items():
        client.force_login(user)
        before = everything()
        for route, about, sent, allowed in POSTS:
            if who not in allowed.split():
                code = post(client, world, route, about, sent).status_code
                if code not in (403, 404) and (code != 409 or (who, route, about) != RELIEVED):
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


def test_a_page_that_was_overtaken_takes_nothing_from_anybody(world, client):
    wrong = []
    for who, user in world.people.items():
        client.force_login(user)
        before = everything()
        for route, about, sent, _allowed in POSTS:
            if route == "step":
                old = {**(sent(world) if callable(sent) else sent), "seen": "-1"}
                code = client.post(address(world, route, about), old).status_code
                if code not in (403, 404, 409):
                    wrong.append(f"{who} {about}: {code}")
        assert everything() == before, who
    assert not wrong, "\n".join(wrong)


def test_a_page_that_takes_no_post_changes_nothing(world, client):
    taking, before = {route for route, *_ in POSTS} | people_rows.SENT_ELSEWHERE, everything()
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
