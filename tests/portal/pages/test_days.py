"""A day that somebody types is a day of this century, in every form."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.pages.forms import DayField
from tests.test_house import APPS


def source():
    for app in APPS:
        yield from Path(settings.BASE_DIR / app).rglob("*.py")


def test_no_form_asks_for_a_day_otherwise():
    plain = re.compile(r"forms\.DateField\(")
    assert not [path.name for path in source() if plain.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2100-01-01", "9999-12-31"])
def test_what_lies_beyond_is_refused_with_words(day):
    field = DayField()
    with pytest.raises(Exception, match=r"2000-01-01|2099-12-31"):
        field.clean(day)
    assert field.clean("2026-02-28").day == 28


def test_leave_is_entered_for_a_year_at_most(office, client):
    client.force_login(office.clerk)
    answer = client.post("/leave/", {"since": "2026-12-01", "until": "2099-12-01"})
    assert answer.status_code == 400 and list(answer.context["form"].errors) == ["until"]
    assert client.get("/leave/").status_code == 200
