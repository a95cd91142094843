"""Somebody with a second factor, at a moment that stands still."""

import pytest

from portal import middleware
from portal.keys import workflow
from portal.keys.states import Kind
from portal.people.models import Role
from tests.makers import person
from tests.portal.keys.knocking import NOON, SECRET, digits, give, knock


@pytest.fixture
def clock(monkeypatch):
    def set_to(at):
        monkeypatch.setattr(middleware.timezone, "now", lambda: at)

    set_to(NOON)
    return set_to


@pytest.fixture
def alice(db, clock):
    """With an app and its recovery codes."""
    alice = person("alice", Role.CLERK)
    said = {"kind": Kind.APP, "name": "我的手机", "secret": SECRET}
    alice.codes = workflow.add_key(alice, at=NOON, **said)[1]
    return alice


@pytest.fixture
def known(alice):
    """A client that has come in."""
    client = knock(alice)
    give(client, digits())
    return client
