"""A second press that comes slowly: after the first one was answered, and the page that came next was drawn.

It sends the same form once more, out of the browser's memory, or presses what stands now in the place of the
button. Presses at the same moment: tests/test_twice.py; in a browser: tests/stories/test_second_press.py.
"""

from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.db import connection, transaction
from django.urls import resolve
from lxml import html

from portal.ledger import views
from portal.ledger.engine import decided
from tests.test_house import APPS
from tests.test_routes import IN_JSON, POSTS, address, built, known, undone, world  # noqa: F401 (fixtures)
from tests.test_twice import NOT_COUNTED, TOLD

# What was asked besides is found as it stands, and so there is nothing to correct; the door of what is gone.
TOLD_ALSO = {"remove_file", "step"}
REST = "/js/rest."  # the script that lets a page rest which comes after a press
LATER = {"type", "async", "defer"}  # attributes of scripts that run once the page is drawn
# Steps that lead from a status to the same one, and would be taken again.
DONE_TWICE = {"amend_outcome", "arrange_inspection", "ask_outcome", "explain_delay", "mark_files"}


def contents():
    """{table: a sum over all that stands in it} of all tables of our own."""
    ours = [app for app in apps.get_app_configs() if app.name.split(".")[0] in APPS]
    tables = {m._meta.db_table for app in ours for m in app.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        sums = (
            f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t"
            for table in tables - NOT_COUNTED
        )
        cursor.execute(" UNION ALL ".join(sums))
        return dict(cursor.fetchall())


def differing(before):
    now = contents()
    return sorted(table for table in now if now[table] != before[table])


def presses(world):  # noqa: F811
    """(route, object, address, what is sent, by whom) of each button that somebody presses."""
    for route, about, sent, allowed in POSTS:
        if route not in IN_JSON:  # those are sent by scripts
            given = dict(sent(world) if callable(sent) else sent)
            if route == "step":
                given["seen"] = decided(getattr(world, about.split()[0])).count()
            yield route, about, address(world, route, about), given, world.people[allowed.split()[0]]


def from_memory(given):
    """The same once more: a file is read from its beginning."""
    for value in given.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return given


def buttons(answer, here):
    """(the button, where it is sent, what is sent) of all that the page can send by a press alone."""
    page = html.fromstring(answer.content.decode())
    for button in page.xpath("//main//button[not(@type) or @type='submit']"):
        named = button.get("form")
        form = page.get_element_by_id(named) if named else next(button.iterancestors("form"), None)
        if form is not None and form.method == "POST":
            sent = {}
            for name, value in [*form.form_values(), (button.get("name"), button.get("value", ""))]:
                if name:
                    sent.setdefault(name, []).append(value)
            to = button.get("formaction") or form.get("action") or ""
            yield button, urlsplit(urljoin(here, to)).path, sent


@contextmanager
def tried():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_second_press_does_nothing_more_and_nothing_to_what_comes_next(world, client):  # noqa: F811
    """What a press alone could do on the next page is kept from it by the page's own rest.

    Each button of each kind of page is pressed once, and those that would do something are counted.
    """
    wrong, count, met, would = [], 0, set(), set()
    for route, about, url, given, who in presses(world):
        client.force_login(who)
        with undone():
            answer = client.post(url, given, follow=True)
            before, name = contents(), f"{route} {about}"
            wrong += [f"{name}: {fault}" for fault in sent_again(client, answer, route, url, given, before)]
            for to, fault in next_pressed(client, answer, before, met):
                would.add(to)
                wrong += [f"{name}, then {to}"] * fault
            count += 1
    assert not wrong, "\n".join(wrong)
    assert count > 150
    assert {"end_seat", "place", "take_up", "write_again"} <= would and len(would) > 15, would


def sent_again(client, answer, route, url, given, before):
    """What the same form does if it is sent once more, or where it leads."""
    there = answer.redirect_chain and answer.redirect_chain[0][0]
    with tried():
        again = client.post(url, from_memory(given))
        if changed := differing(before):
            yield changed
    told = route in TOLD_ALSO or route in TOLD
    if again.get("Location") != there and not (told and again.status_code in (302, 400, 404, 409)):
        yield f"{there}, then {again.status_code} {again.get('Location')}"


def next_pressed(client, answer, before, met):
    """(what a button would do, whether it could) of each kind of button on the page."""
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return
    here = answer.request["PATH_INFO"]
    for button, to, sent in buttons(answer, here):
        step = resolve(to).kwargs.get("name", resolve(to).url_name)
        kind = resolve(here).view_name, step, button.get("name")
        if kind in met:
            continue
        met.add(kind)
        with tried():
            client.post(to, sent)
            if differing(before):
                yield step, not rests(answer)


def rests(answer):
    """Whether the script that lets it rest is there before the page is drawn."""
    scripts = html.fromstring(answer.content.decode()).find("head").iter("script")
    return any(REST in each.get("src", "") and not LATER & {*each.keys()} for each in scripts)


def test_without_what_keeps_it_from_being_done_twice_it_is(world, client, monkeypatch):  # noqa: F811
    """The control, for the count of lines that each page carries."""
    monkeypatch.setattr(views, "_stale", lambda _request, _subject: False)
    monkeypatch.setattr(views, "_pressed_before", lambda *_given: False)
    for _route, about, url, given, who in presses(world):
        if set(about.split()) & DONE_TWICE:
            client.force_login(who)
            with undone():
                answer, before = client.post(url, given, follow=True), contents()
                assert [*sent_again(client, answer, "", url, given, before)], about
