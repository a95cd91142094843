"""A form sent again with other words under the same key: told, with the words in sight; nothing changes.

Sent again with the same words it leads where it led: tests/test_twice.py.
"""

from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from tests.test_routes import POSTS, post
from tests.test_twice import rows
from tests.world import build

MORE = "另补充一句。"
SAVED_AS_A_DRAFT = {"reports:new", "reports:write", "reports:autosave"}  # tests/reports/test_drafts.py
NOTHING_TYPED = {"reports:split_out", "reports:from_word"}


def given(world, sent):
    return dict(sent(world) if callable(sent) else sent)


@pytest.fixture
def world(db):
    return build()


def keyed(world):
    """The posts of forms with a key of their own, and what was typed into them."""
    for route, about, sent, allowed in POSTS:
        fields = given(world, sent)
        if isinstance(fields.get("key"), UUID) and route not in SAVED_AS_A_DRAFT | NOTHING_TYPED:
            yield route, about, fields, world.people[allowed.split()[0]]


def typed(fields):
    """The names of the fields with words in them, and no codes."""
    return [name for name, value in fields.items() if isinstance(value, str) and not value.isascii()]


def test_other_words_under_the_same_key_are_told(world):
    tried = []
    for route, about, fields, who in keyed(world):
        client = Client()
        client.force_login(who)
        for name in typed(fields):
            with transaction.atomic():
                first = post(client, world, route, about, fields)
                before = rows()
                again = post(client, world, route, about, fields | {name: fields[name] + MORE})
                assert first.status_code == 302 and again.status_code == 409, (route, name)
                assert MORE in again.content.decode(), (route, name)
                assert rows() == before, (route, name)
                transaction.set_rollback(True)
            tried.append(route)
    assert len(set(tried)) >= 8, tried
