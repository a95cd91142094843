"""The table of ASVS in docs/security.md: every requirement in scope once, every test it names there is."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from portal.files import archives, pictures
from portal.files.checks import KINDS
from portal.pages import spreadsheets

TESTS = Path(__file__).parent
DOC = settings.BASE_DIR / "docs/security.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) L([12]) \| ([^|]+) \| ([^|]+) \| ([^|]*)\|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)(?:: (\w+))?`")
# The levels of ASVS 5.0.0, one digit for each requirement of a section, without chapters 9, 10 and 17.
LEVELS = """
1.1 22  1.2 1111122223  1.3 112222222223  1.4 222  1.5 123
2.1 122  2.2 112  2.3 12223  2.4 23
3.1 3  3.2 113  3.3 12223  3.4 11222233  3.5 11122333  3.6 3  3.7 22333
4.1 12233  4.2 23333  4.3 22  4.4 1222
5.1 2  5.2 112333  5.3 113  5.4 222
6.1 122  6.2 111111112222  6.3 11223333  6.4 112233  6.5 22222333  6.6 2223  6.7 33  6.8 2222
7.1 222  7.2 1111  7.3 22  7.4 11222  7.5 223  7.6 22
8.1 1233  8.2 1123  8.3 133  8.4 23
11.1 2233  11.2 22233  11.3 11233  11.4 1222  11.5 23  11.6 23  11.7 33
12.1 12233  12.2 11  12.3 22223
13.1 2333  13.2 222223  13.3 2233  13.4 1222233
14.1 22  14.2 12223333  14.3 122
15.1 12233  15.2 12233  15.3 1222222  15.4 3333
16.1 2  16.2 22222  16.3 2222  16.4 222  16.5 2223
"""
SECTIONS = dict(zip(LEVELS.split()[::2], LEVELS.split()[1::2], strict=True))
IN_SCOPE = [
    (f"{section}.{place}", level)
    for section, levels in SECTIONS.items()
    for place, level in enumerate(levels, 1)
    if level != "3"
]
EXCLUDED = 30  # each with its reason


@pytest.fixture
def doc():
    return DOC.read_text()


@pytest.fixture
def rows(doc):
    return ROW.findall(doc)


def verdict(how):
    return next((said for said in ("Does not apply", "Not met", "In part") if how.startswith(said)), "held")


def missing(place, function):
    """Whether a test that is named is not there."""
    path = TESTS / place
    defined = re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE) if path.is_file() else []
    return not [name for name in defined if function in name]


def test_every_requirement_in_scope_has_one_row_in_its_order(rows):
    assert Counter(level for _number, level in IN_SCOPE) == {"1": 61, "2": 149}
    assert [row[:2] for row in rows] == IN_SCOPE
    verdicts = Counter(verdict(how) for *_rest, how, _test in rows)
    assert verdicts["Does not apply"] == EXCLUDED and len(rows) - EXCLUDED == 180


def test_every_line_of_the_table_is_a_row(doc, rows):
    assert len(re.findall(r"^\| \d", doc, re.MULTILINE)) == len(rows)


def test_the_sum_above_is_that_of_the_rows(doc, rows):
    found = Counter(verdict(how) for *_rest, how, _test in rows)
    untested = sum(test.strip() == "no test" for *_rest, test in rows)
    words = " ".join(doc.split())
    assert (
        f"Of 210 requirements (61 of level 1, 149 of level 2) {found['Does not apply']} do not apply."
        in words
    )
    assert (
        f"Of the other {len(rows) - found['Does not apply']}, {found['held']} are held, {untested} of these "
        f"without a test, {found['In part']} in part, and {found['Not met']} are not met." in words
    )


def test_what_is_held_names_its_test_or_says_that_there_is_none(rows):
    for number, _level, _what, how, test in rows:
        if verdict(how) == "held":
            assert NAMED.search(test) or test.strip() == "no test", number
        else:
            assert "no test" not in test and how.split(":", 1)[1:], number


def test_every_test_that_is_named_is_there(doc, rows):
    named = [(number, *each) for number, *_rest, test in rows for each in NAMED.findall(test)]
    assert len(named) > 100
    assert not [each for each in named if missing(*each[1:])]
    assert missing("portal/test_front.py", "no_such_thing") and missing("no_such_file.py", "")
    whole = set(re.findall(r"`tests/([\w/]+\.py)`", doc))
    assert whole and not [path for path in whole if not (TESTS / path).is_file()]


def test_what_is_not_met_stands_among_what_is_missing(doc, rows):
    told = set(re.findall(r"\d+\.\d+\.\d+", doc.split("### What is missing")[1].split("\n### ")[0]))
    open_ones = {number for number, *_rest, how, _test in rows if verdict(how) in ("Not met", "In part")}
    allowed = {number for number, *_rest, how, _test in rows if verdict(how) == "held"} & {"6.2.5", "6.2.10"}
    assert told == open_ones | allowed


def test_files_are_described_as_they_are_taken(doc):
    words = " ".join(doc.split("## Files that people hand in")[1].split("\n## ")[0].split())
    assert re.findall(r"`(\.\w+)`", words.split(":")[0]) == list(KINDS)
    for said in (
        f"{settings.UPLOAD_MAX_BYTES // 1024**2} MB each, {settings.UPLOAD_MAX_FILES} at once",
        f"{archives.ENTRIES:,} parts, {archives.UNPACKED // 1024**2} MB unpacked",
        f"{pictures.PIXELS // 10**6} million pixels",
        f"{spreadsheets.MOST_BYTES // 1024**2} MB, {spreadsheets.MOST_UNPACKED // 1024**2} MB unpacked, "
        f"{spreadsheets.MOST_ROWS:,} rows",
    ):
        assert said in words, said
