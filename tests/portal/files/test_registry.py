"""Who may have a file: nobody, unless what it belongs to brings a rule. What the rules say stands in the rows
of the route tables."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from portal.files import registry
from reports.states import State
from tests.world import attach


def test_a_file_of_what_has_no_rule_is_for_nobody(office, client):
    issue = office.report(State.ISSUED).piece.issue
    file = attach(issue, office.clerk)
    client.force_login(office.clerk)
    for page in (
        reverse("file", args=[file.pk]), reverse("file_preview", args=[file.pk]),
        reverse("file_page", args=[file.pk, 1]),
    ):  # fmt: skip
        assert client.get(page).status_code == 404


def test_a_file_that_there_is_not_is_not_found(office, client):
    client.force_login(office.clerk)
    assert client.get(reverse("file", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404


def test_a_second_rule_for_a_kind_of_subject_is_refused():
    with pytest.raises(ImproperlyConfigured, match="Two rules"):
        registry.load()
