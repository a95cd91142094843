"""People whom the portal knows by sight: who reads hundreds of pages is looked up once, not for each page."""

import pytest
from django.contrib.auth.backends import ModelBackend

LOOKED_UP = 3  # queries that a page is spared: the person, the hats, the posts


class Known(ModelBackend):
    """Remembers each person, and with the person the hats; for tests in which nobody's hats change."""

    people = {}

    def get_user(self, user_id):
        if user_id not in self.people:
            self.people[user_id] = super().get_user(user_id)
        return self.people[user_id]


@pytest.fixture
def known(settings):
    settings.AUTHENTICATION_BACKENDS = ["tests.known.Known"]
    Known.people.clear()
