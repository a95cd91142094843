"""Each number that leads to a list is as long as that list, on every page of figures there is."""

import html
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from feedback.three_rates import RATES
from portal.pages.lists import Page
from portal.people.models import Role
from reports.states import State
from tests.filings import event, filing
from tests.makers import NINE, moment, organisation, person

HOUR = timedelta(hours=1)
YEAR = "since=2026-01-01&until=2026-12-31"
PAGES = {  # {page: (numbers with a list at least, charts)}
    "/same_day/?by=year": (6, 1), "/same_day/?by=month": (6, 1),
    "/adoption/?year=2026": (6, 2), "/adoption/?year=": (6, 0),
    **{f"/three_rates/?period=own&{YEAR}&by={rate}": (6, 1) for rate in RATES},
    "/supervision/": (3, 2), "/year/?year=2026": (20, 13), f"/briefing/?title=x&{YEAR}": (6, 1),
}  # fmt: skip
LINKED = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>((?:[^<]|<(?!/a>))*)</a>')
ELSEWHERE = re.compile(r"page=|^\?year=")  # pages of a list, years


@pytest.fixture
def busy(office):
    """A year of an office: in time and late, with units that have answered, are late, and wait."""
    for state in (
        State.SUBMITTED,
        State.KEPT,
        State.AWAITING_SIGNOFF,
        State.SIGNED,
        State.ISSUED,
        State.MERGED,
    ):
        office.report(state)
    office.signed(office.report(State.AWAITING_SIGNOFF), moment("03-12 10:00"))
    for _ in range(2):
        office.report(State.ANSWERED)
        closed = office.report(State.CLOSED)
    office.report(State.HANDLING), office.report(State.HANDLING, at=timezone.now())
    member = person("member", Role.INFORMANT, at=organisation("民进市委会", "party"))
    office.report(State.ANSWERED, by=member, category="economy", occasion="research")
    event(office, filing(office, closed, at=NINE + HOUR), at=NINE + 2 * HOUR)
    return office


def test_each_number_is_as_long_as_the_list_behind_it(busy, client):
    """Of tables and of charts, those of nothing among them."""
    client.force_login(busy.clerk)
    lengths = {}
    for page, (least, charts) in PAGES.items():
        answer = client.get(page)
        followed = set(numbers(answer))
        assert len(followed) >= least, (page, followed)
        drawn = [number for chart in answer.context["charts"] for number in in_chart(chart)]
        assert len(answer.context["charts"]) == charts and (not charts or any(n for _url, n in drawn)), page
        assert set(drawn) <= followed, (page, "a number of a chart leads nowhere")
        for url in {url for url, _n in followed} - lengths.keys():
            lengths[url] = length(client.get(url))
        assert not {(url, n, lengths[url]) for url, n in followed if lengths[url] != n}, page


def test_the_file_of_the_charts_says_what_they_show(busy, client):
    client.force_login(busy.clerk)
    for page, (_least, charts) in PAGES.items():
        if charts:
            shown = client.get(page).context["charts"]
            file = client.get(f"{page}&export=charts" if "?" in page else f"{page}?export=charts")
            rows = list(load_workbook(io.BytesIO(file.content)).active.values)[1:]
            assert [(row[0], row[1]) for row in rows] == [
                (str(chart.title), str(bar.label)) for chart in shown for bar in bars(chart)
            ], page
            said = [[n for number in bar.numbers for n in cells(number)] for c in shown for bar in bars(c)]
            assert [[cell for cell in row[2:] if cell is not None] for row in rows] == said, page


def cells(number):
    """How many, of how many, and the share, as far as there are any."""
    share = [number.n / number.of] if number.of else []
    return [number.n, *([] if number.of is None else [number.of]), *share]


def bars(chart):
    return [*chart.bars, *filter(None, [chart.whole])]


def in_chart(chart):
    """(address, number) of all that it shows."""
    for bar in bars(chart):
        for number in bar.numbers:
            yield number.url, number.n
            if number.of:
                yield number.of_url, number.of


def numbers(answer):
    """(address, number) of each link in the page's main part whose words begin with one, and no date."""
    path = answer.request["PATH_INFO"]
    body = answer.content.decode().split("<main", 1)[1]
    for href, inside in LINKED.findall(body):
        words = re.sub(r"<[^>]+>", " ", inside).split()
        if words and words[0].isdigit() and not ELSEWHERE.search(href):
            url = html.unescape(href)
            yield (path + url if url.startswith("?") else url), int(words[0])


def length(answer):
    page = answer.context["page"]
    return page.count if isinstance(page, Page) else page.paginator.count
