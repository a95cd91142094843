"""What every test may ask for."""

import pytest
from django.core.management import call_command

from tests.makers import Office


def pytest_configure(config):
    """Compiles the Chinese of the pages, once for all workers."""
    if not hasattr(config, "workerinput"):
        call_command("messages")


@pytest.fixture
def office(db):
    return Office()
