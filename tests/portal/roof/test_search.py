"""The one search: each finds what is theirs, by words or the number on the paper, and can open it."""

import pytest

from portal.people.models import Role
from portal.roof.seeking import found
from reports.models import Report
from reports.states import State
from routing.models import Issue
from tests.filings import filing
from tests.makers import NINE, TEXT, person, unit
from tests.world import HOUR, OFFICE, people_of

WORD = TEXT["title"][4:8]


@pytest.fixture
def closed(office):
    return office.report(State.CLOSED)


def kinds(user, words, office):
    return {
        str(kind.label): [row.pk for row in rows] for kind, rows, _more in found(office.hats(user), words)
    }


def test_a_number_is_found_as_it_stands_on_paper(office, closed):
    slip, issue = closed.assignments.get(part="lead"), closed.piece.issue
    filed, matter = filing(office, closed, at=NINE + HOUR), office.matter()
    assert filed.number == "上报〔2026〕1号"
    n, no = closed.pk, issue.number
    wanted = {
        "社情民意信息": (n, [f"2026-{n:05}", f"第{n}号", f"２０２６－{n:05}", str(n)]),
        "专报": (issue.pk, [f"第{no}期", f"2026年第{no}期", f" 第 {no} 期"]),
        "交办件": (slip.pk, [slip.number, f"2026-{n:05}"]),
        "上报": (filed.pk, ["上报〔2026〕1号", "上报[2026]1号", "(2026)1号", "上报（２０２６）1号"]),
        "协商议事": (matter.pk, [matter.number, matter.number.lower()]),
    }  # fmt: skip
    for label, (pk, typed) in wanted.items():
        for words in typed:
            assert pk in kinds(office.clerk, words, office).get(label, []), (label, words)
    assert kinds(office.clerk, "第9期", office) == kinds(office.clerk, "上报〔2025〕1号", office) == {}


def test_everybody_finds_what_is_on_their_desk_and_nothing_of_others(office, closed):
    admin, stranger = person("system", Role.SYSTEM_ADMIN), person("other", Role.INFORMANT, at=unit("教育局"))
    assert kinds(office.leader, WORD, office).keys() == {"专报", "批示件"}
    assert kinds(office.officer, WORD, office).keys() == {"批示件", "交办件"}
    assert kinds(office.author, WORD, office) == {"社情民意信息": [closed.pk]}
    assert {"社情民意信息", "专报", "批示件", "交办件"} <= kinds(office.clerk, WORD, office).keys()
    assert kinds(stranger, WORD, office) == kinds(admin, WORD, office) == {}


def test_people_are_found_by_those_who_look_after_them(office):
    for who, user in people_of(office).items():
        may = who in (*OFFICE.split(), "system", "security", "audit")
        assert ("人员" in kinds(user, office.author.name, office)) == may, who


def test_each_row_can_be_opened_by_whoever_found_it(office, closed, client):
    filing(office, closed, at=NINE + HOUR)
    office.matter()
    system = person("system", Role.SYSTEM_ADMIN)
    for user in (office.clerk, office.signer, office.leader, office.officer, office.author, system):
        client.force_login(user)
        for words in (WORD, office.author.name, "2026", "路灯"):
            page = client.get("/search/", {"q": words})
            for _label, lines, _more in page.context["groups"]:
                for address, title, _beside in lines:
                    assert client.get(address, follow=True).status_code == 200, (user, address, title)


def test_there_are_only_so_many_of_a_kind_and_the_page_says_so(office, client):
    for _ in range(9):
        office.report(State.SUBMITTED)
    client.force_login(office.clerk)
    [(_label, lines, more)] = client.get("/search/", {"q": WORD}).context["groups"]
    assert (len(lines), more) == (8, True)


def test_only_reports_lead_on_to_their_list(office, client):
    """A leader has no list of reports to go on in."""
    for _ in range(9):
        office.report(State.ISSUED)
    for user, leads in ((office.clerk, True), (office.leader, False)):
        client.force_login(user)
        page = client.get("/search/", {"q": WORD})
        assert any(more for _label, _lines, more in page.context["groups"])
        assert (page.context["all_reports"] in page.content.decode()) == leads


def test_what_is_sealed_is_found_by_nobody(office, closed):
    before = kinds(office.leader, WORD, office)
    Report.objects.filter(pk=closed.pk).update(status=State.SEALED)
    assert before and not kinds(office.clerk, WORD, office) and not kinds(office.leader, WORD, office)
    assert not kinds(office.officer, WORD, office) and Issue.objects.exists()


def test_what_cannot_be_searched_for_is_said_so_and_stays_typed(office, client):
    client.force_login(office.clerk)
    answer = client.get("/search/", {"q": "长" * 51})
    assert answer.status_code == 400 and "长" * 51 in answer.content.decode()
    assert client.get("/search/", {"q": " 　"}).context["groups"] == []
    for odd in ("%", "_", "'; --", "\\", "第期", "号", "〔〕", "9" * 50, "第" + "9" * 40 + "期"):
        assert client.get("/search/", {"q": odd}).status_code == 200, odd
