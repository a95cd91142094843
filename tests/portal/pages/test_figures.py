"""Every percentage in the portal is rounded half up, by one function."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from feedback.three_rates import STANDING, Rate
from feedback.views.same_day import _rate
from portal.pages.figures import half_up, per_cent, percent
from routing.adoption import Row
from routing.views.promises import _kept

ROOT = Path(__file__).parents[3]
ROOMS = ("portal", "reports", "routing", "feedback")
ON_A_CONSOLE = ("portal/run", "portal/roof/bench")  # for whoever works on the portal
# What rounds halves to even, or a float that lies beside them.
ROUNDS = re.compile(r"\bround\(|:[-+]?[\d,]*\.\d[%fg]|%\.\d[fg]|format\(.*\.\d[%f]")


@pytest.mark.parametrize(
    ("part", "of", "places", "printed"),
    [
        (1, 16, 1, "6.3%"), (3, 16, 1, "18.8%"), (1, 8, 0, "13%"), (1, 200, 0, "1%"), (5, 80, 1, "6.3%"),
        (2, 3, 1, "66.7%"), (1, 3, 1, "33.3%"), (3, 3, 1, "100.0%"), (0, 7, 1, "0.0%"), (1, 1600, 2, "0.06%"),
        (1, 2000, 1, "0.1%"), (3, 2, 0, "150%"), (0, 0, 1, ""), (1, 3, 3, "33.333%"),
    ],
)  # fmt: skip
def test_half_up(part, of, places, printed):
    assert percent(part, of, places) == printed


def test_no_share_of_a_year_is_rounded_another_way():
    """Against whole fractions: a half below at most, and never a half above."""
    for of in range(1, 401):
        for part in range(of + 1):
            over = Fraction(100 * part, of) - per_cent(part, of)
            assert Fraction(-1, 2) <= over < Fraction(1, 2)
    assert [half_up(n, 2) for n in range(6)] == [0, 1, 1, 2, 2, 3]


def test_every_page_of_figures_rounds_by_it():
    """1 of 16 with a place, 1 of 8 without: both are halves, and went to the even number before."""
    counts = dict.fromkeys(STANDING, 0)
    assert Rate("reply", counts | {"kept": 1, "late": 15}).percent == "6.3%"
    assert Row("city", filed=16, taken=1).percent == "6.3%"
    assert ">12.5%<" in _kept({"kept": 1, "of": 8}, None)
    counts = {"kept": 1, "late": 7, "open": 0}
    assert ">12.5%<" in _rate({"sign_by": counts}, None, half="sign_by")


def test_nothing_else_rounds():
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    files += [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").glob("*.js")]
    shown = [file for file in files if not file.relative_to(ROOT).as_posix().startswith(ON_A_CONSOLE)]
    found = {
        f"{file.relative_to(ROOT)}:{n}: {line.strip()}"
        for file in shown
        for n, line in enumerate(file.read_text().splitlines(), 1)
        if ROUNDS.search(line)
    }
    assert not found and len(shown) > 300
