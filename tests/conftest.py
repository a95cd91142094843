"""What every test may ask for."""

import pytest

from tests.makers import Office


@pytest.fixture
def office(db):
    return Office()
