"""The clerk before a long list."""

import pytest

from portal.pages import lists
from reports.states import State


@pytest.fixture
def short(monkeypatch, settings, tmp_path):
    """Files of more than two rows are long, and read two rows at a time."""
    monkeypatch.setattr(lists, "WAITED_FOR", 2)
    monkeypatch.setattr(lists, "AT_ONCE", 2)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(office, short, client):
    """Signed in, with five reports."""
    office.five = [office.report(State.SUBMITTED) for _ in range(5)]
    client.force_login(office.clerk)
    return client
