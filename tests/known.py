"""For tests that ask for thousands of pages: what is the same each time is looked up, drawn and said once.

People are known by sight and sessions by heart. Refusals are bare: what a person reads on one is the same
whatever was asked for, which tests/test_canaries.py holds. A page of a file is drawn once for all who see it.
"""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.http import HttpResponseForbidden, HttpResponseNotFound

from portal.files import preview
from portal.urls import handler500, urlpatterns  # noqa: F401 (this module stands in for that one)

LOOKED_UP = 4  # queries that a page is spared: the session, the person, the hats, the posts


class Known(ModelBackend):
    """Remembers each person, and with the person the hats; for tests in which nobody's hats change."""

    people = {}

    def get_user(self, user_id):
        if user_id not in self.people:
            self.people[user_id] = super().get_user(user_id)
        return self.people[user_id]


def handler403(_request, exception):
    """Two in three answers are refusals; a page for each takes as long as those that say something."""
    return HttpResponseForbidden()


def handler404(_request, exception):
    return HttpResponseNotFound()


class Drawn:
    """The real pages of files, by the bytes of the file; who may see it was asked before."""

    real, pages = preview._drawn, {}

    @classmethod
    def page(cls, attachment, number):
        with attachment.file.open() as file:
            asked = file.read(), attachment.suffix, number
        if asked not in cls.pages:
            try:
                cls.pages[asked] = cls.real(attachment, number)
            except preview.Unshown as reason:
                cls.pages[asked] = reason
        if isinstance(cls.pages[asked], preview.Unshown):
            raise cls.pages[asked]
        return cls.pages[asked]


@pytest.fixture
def known(settings, monkeypatch):
    settings.AUTHENTICATION_BACKENDS = ["tests.known.Known"]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    settings.ROOT_URLCONF = "tests.known"
    monkeypatch.setattr(preview, "_drawn", Drawn.page)
    Known.people.clear()
