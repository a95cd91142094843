"""A post is looked up as its page is: what one does not get to see takes nothing from one, whatever it is."""

from types import SimpleNamespace

import pytest
from django.db.models import Model

from tests.known import known  # noqa: F401 (a fixture)
from tests.test_routes import (  # noqa: F401 (two are fixtures)
    PAGES,
    POSTS,
    built,
    everything,
    expected,
    post,
    undone,
    world,
)
from tests.world import address

OVERTAKEN = (403, 409)  # what one sees and may not do any more: 409 shows what was typed on an old page


@pytest.fixture
def wide(world):  # noqa: F811
    """The world, in which people are objects too."""
    return SimpleNamespace(**{f"as_{name}": user for name, user in world.people.items()} | vars(world))


def alike(wide, about):  # noqa: F811
    """What a row of a table is about, then each object in it replaced by every other one of its kind."""
    words, things = about.split(), {k: v for k, v in vars(wide).items() if isinstance(v, Model)}
    yield about
    for n, word in enumerate(words):
        seen = {things[word].pk} if word in things else set()
        for name, thing in things.items():
            if word in things and type(thing) is type(things[word]) and thing.pk not in seen:
                seen.add(thing.pk)
                yield " ".join([*words[:n], name, *words[n + 1 :]])


def test_where_there_is_no_page_there_is_no_post(wide, client):
    """Of those who may post to one object, the first and the last try all others of its kind."""
    client.raise_request_exception, wrong = False, []
    for route, about, sent, allowed in POSTS:
        for who in {allowed.split()[0], allowed.split()[-1]}:
            client.force_login(wide.people[who])
            for each in alike(wide, about):
                page = client.get(address(wide, route, each)).status_code
                code = page
                if page in (403, 404):
                    with undone():
                        code = post(client, wide, route, each, sent).status_code
                if page >= 500 or code != page and (page, code) != OVERTAKEN:
                    wrong.append(f"{who} {route} {each}: the page {page}, the post {code}")
    assert not wrong, "\n".join(wrong)


def test_nobody_posts_to_a_page_that_is_not_for_him(world, client):  # noqa: F811
    """To pages that take no post of anybody; tests/test_routes.py tries those that do."""
    before, wrong = everything(), []
    taking = {(route, about) for route, about, *_ in POSTS}
    for who, user in world.people.items():
        client.force_login(user)
        for route, about, allowed, otherwise in PAGES:
            page = expected(who, route, allowed, otherwise)
            if page in (403, 404) and (route, about) not in taking:
                code = client.post(address(world, route, about)).status_code
                if code not in (page, 405) and (page, code) != OVERTAKEN:
                    wrong.append(f"{who} {route} {about}: the page {page}, the post {code}")
    assert not wrong, "\n".join(wrong)
    assert everything() == before
