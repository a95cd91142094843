"""Days and numbers of the printed page."""

from datetime import UTC, date, datetime

import pytest

from portal.pages.chinese import chinese_day, chinese_number


@pytest.mark.parametrize(
    ("n", "characters"),
    [(0, "零"), (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_a_number_in_characters(n, characters):
    assert chinese_number(n) == characters


def test_a_moment_has_the_day_of_the_office():
    assert chinese_day(datetime(2026, 1, 2, 17, tzinfo=UTC)) == "2026年1月3日"
    assert (chinese_day(date(2026, 1, 2)), chinese_day(None)) == ("2026年1月2日", "")
