"""The briefing: its figures, the pieces chosen beforehand, what stands of directives, its documents."""

import io
import re
from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

import docx
import pytest
from django.utils import translation
from pypdf import PdfReader

from feedback import briefing
from feedback.views.briefing import _query
from portal.days.periods import Period
from portal.pages.lists import Page
from reports.states import State
from routing.workflow import issues
from tests.filings import event, filing
from tests.makers import NINE, TEXT, person

YEAR = {"title": "主席会议情况汇报", "since": "2026-01-01", "until": "2026-12-31"}
SPRING = Period(date(2026, 3, 1), date(2026, 3, 31))
HOUR = timedelta(hours=1)


def numbers(period=SPRING):
    """{group: {label: value}} in English."""
    with translation.override("en"):
        found = briefing.figures(period, NINE + timedelta(days=30))
        return {str(group): {str(f.label): f.value for f in rows} for group, rows in found}


def a_spring(office):
    """Closed with a directive and adopted by the province; published; kept on file; still at its author."""
    closed = office.report(State.CLOSED)
    office.report(State.ISSUED)
    office.report(State.KEPT)
    office.draft()
    event(office, filing(office, closed, at=NINE + HOUR), at=NINE + 2 * HOUR)
    return closed


def test_the_figures_are_of_the_period(office):
    a_spring(office)
    said = numbers()
    assert said["Reports"] == {
        "received": 3, "signed off": 2, "due to be signed off": 2, "of these signed the same day": 2,
        "of these signed later": 0, "of these not signed yet": 0, "same-day rate, of those due": "100.0%",
    }  # fmt: skip
    assert list(said["Published"].values()) == [2, 2]
    assert said["Directives"] == {"given": 1, "City or prefecture leader": 1, "of these closed": 1}
    assert said["Assignments"] == {"assigned": 2, "replied to": 1, "reply passed": 1}
    assert (said["Filed upward"], said["Adopted elsewhere"]) == ({"Province": 1}, {"Province": 1})
    assert said["Authors' opinions of the result"]["Mostly satisfied"] == 1
    before = numbers(Period(date(2026, 1, 1), date(2026, 2, 28)))
    assert {value for rows in before.values() for value in rows.values()} == {0, "—"}


def test_each_number_with_a_list_is_as_long_as_that_list(office, client):
    a_spring(office)
    client.force_login(office.clerk)
    page = client.get("/briefing/", YEAR)
    followed = [f for _group, rows in page.context["figures"] for f in rows if f.url]
    assert len(followed) >= 4
    for figure in followed:
        page = client.get(figure.url).context["page"]
        listed = page.count if isinstance(page, Page) else page.paginator.count
        assert listed == figure.value, figure.url


def test_what_is_printed_again_is_counted_as_a_correction_and_no_further_piece(office):
    issue = office.report(State.ISSUED).piece.issue
    before = [*numbers()["Published"].values()]
    again = issues.correct_issue(issue, by=office.clerk, at=NINE + HOUR, note="标题有误。")
    issues.publish_issue(office.sign_issue(again), by=office.clerk, at=NINE + 2 * HOUR)
    assert before == [1, 1]
    assert [*numbers()["Published"].values()] == [1, 1, 1]


def test_what_was_due_is_what_was_in_time_late_and_open(office):
    office.report(State.SIGNED)
    office.signed(office.report(State.AWAITING_SIGNOFF), NINE + timedelta(days=2))
    office.report(State.SUBMITTED)
    said = [*numbers()["Reports"].values()]
    assert said == [3, 2, 3, 1, 1, 1, "33.3%"] and said[2] == sum(said[3:6])


def test_what_is_notable_is_ticked_and_the_clerk_chooses_otherwise(office, client):
    notable = a_spring(office)
    plain = office.report(State.SIGNED, title="关于修路的建议")
    client.force_login(office.clerk)
    first = client.get("/briefing/", YEAR).context
    assert [report.pk for report in first["candidates"] if report.ticked] == [notable.pk]
    chosen = client.get("/briefing/", YEAR | {"chosen": 1, "pieces": [plain.pk, "x"]}).context["paper"]
    [lines] = [block["lines"] for block in chosen["sections"][1]["blocks"]]
    assert len(lines) == 1 and "关于修路的建议" in lines[0]
    none = client.get("/briefing/", YEAR | {"chosen": 1}).context["paper"]
    assert none["sections"][1]["blocks"] == [{"lines": ["本期无。"]}]


def test_what_is_ticked_is_posted_and_makes_a_short_address(office, client):
    a_spring(office)
    plain = office.report(State.SIGNED, title="关于修路的建议")
    client.force_login(office.clerk)
    ticked = [plain.pk, *range(10**6, 10**6 + 350)]
    sent = YEAR | {"title": "长" * 60, "chosen": 1, "wording": "on", "pieces": ticked}
    answer = client.post("/briefing/", sent)
    assert answer.status_code == 302 and len(answer.url) < 800
    shown = client.get(answer.url).context
    assert [report.pk for report in shown["candidates"] if report.ticked] == [plain.pk]
    assert shown["form"]["wording"].value() and shown["paper"]["title"] == "长" * 60
    assert client.get(f"/briefing/pdf/?{shown['query']}").status_code == 200
    none = client.post("/briefing/", YEAR | {"chosen": 1}, follow=True).context
    assert not [report for report in none["candidates"] if report.ticked]


def test_as_many_ticks_as_there_can_be_fit_into_an_address():
    """Of 4,094 characters, which servers take at least; each number has seven."""
    reports = [SimpleNamespace(pk=10**6 + n, ticked=True) for n in range(briefing.MOST)]
    days = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    asked = {"title": "长" * 60, "wording": True, "candidates": reports, **days}
    assert len(urlencode(_query(asked))) < 3000


def test_the_wording_of_a_directive_is_in_it_only_if_asked_for(office, client):
    a_spring(office)
    client.force_login(office.clerk)
    without = client.get("/briefing/", YEAR).content.decode()
    assert "请住建局研办" not in without and "住房和城乡建设局（主办）答复" in without
    assert "请住建局研办" in client.get("/briefing/", YEAR | {"wording": "on"}).content.decode()


READ = {
    "pdf": lambda raw: "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages),
    "docx": lambda raw: re.sub("<[^>]+>", "", docx.Document(io.BytesIO(raw)).element.xml),
}


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_documents_say_what_the_page_says(office, client, kind):
    a_spring(office)
    client.force_login(office.supervisor)
    answer = client.get(f"/briefing/{kind}/", YEAR)
    said = "".join(READ[kind](answer.content).split())
    paper = client.get("/briefing/", YEAR).context["paper"]
    words = [paper["title"], paper["span"], paper["issuer"]]
    for section in paper["sections"]:
        words.append(section["heading"])
        for block in section["blocks"]:
            words += [cell for row in block.get("rows", ()) for cell in row] + block.get("lines", [])
    assert [line for line in words if "".join(line.split()) not in said] == []
    assert client.get(f"/briefing/{kind}/", YEAR).content == answer.content


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "2026-02-30"}, {"since": "2026-12-31", "until": "2026-01-01"}, {"title": ""},
        {"title": "长" * 61}, {"until": "x"},
    ],
)  # fmt: skip
def test_a_wrong_period_is_said_so_and_what_was_typed_stands(office, client, wrong, method):
    client.force_login(office.clerk)
    answer = getattr(client, method)("/briefing/", YEAR | wrong)
    assert answer.status_code == 400 and answer.context["form"].errors
    assert "paper" not in answer.context
    assert client.get("/briefing/pdf/", YEAR | wrong).status_code == 404


def test_it_costs_the_same_for_many_pieces_as_for_one(office, client, django_assert_max_num_queries):
    client.force_login(office.clerk)
    for many in (1, 5):
        for n in range(many):
            a_spring(office)
            office.report(State.SIGNED, by=person(f"another_{many}_{n}", "informant"), **TEXT)
        client.get("/briefing/", YEAR)
        with django_assert_max_num_queries(30):
            client.get("/briefing/", YEAR)
