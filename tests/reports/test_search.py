"""Chinese words are found, all of them, and nothing else is."""

import pytest
from django.db import connection
from django.utils.html import conditional_escape

from portal.people.models import Organisation, Role
from reports.models import Credit, Report
from reports.search import hits, marked, matching, snippet
from reports.states import State
from tests.makers import TEXT, moment, organisation, person

REPORTS = {
    "养老": "清源县养老服务床位不足，社区日间照料也跟不上。",
    "split": "营养过剩，老人不愿入住。",
    "latin": "据12345热线，建议推广 5G 基站共享，Wi-Fi 覆盖到村。",
    "quotes": "所谓'一刀切'的\\做法，群众意见大；成效100%的说法不实。",
    "rare": "𠮷祥街道㐂镇的䶮水河治理。",
}


@pytest.fixture
def filed(office):
    return {
        name: office.report(situation=words, title=f"关于{n}的建议")
        for n, (name, words) in enumerate(REPORTS.items())
    }


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("养老", ["养老"]),  # the two characters apart, as in the second report, are no word
        ("服务床位", ["养老"]),
        ("养老 照料", ["养老"]),
        ("养老 基站", []),
        ("老", ["养老", "split"]),
        ("12345", ["latin"]),
        ("5g基站", []),
        ("5g", ["latin"]),
        ("WI-FI", ["latin"]),
        ("'一刀切'", ["quotes"]),
        ("\\做法", ["quotes"]),
        ("100%", ["quotes"]),
        ("1_0%", []),
        ("𠮷祥", ["rare"]),
        ("䶮水", ["rare"]),
        ("& | !", []),
        ("a" * 50, []),
    ],
)
def test_words_are_found_where_they_stand(filed, words, names):
    found = Report.objects.filter(matching(words))
    assert {report.pk for report in found} == {filed[name].pk for name in names}


def test_a_number_and_an_author_are_found(office, filed):
    report = filed["rare"]
    for words in (report.number, str(report.pk), f"{report.pk:05}"):
        assert Report.objects.get(matching(words)) == report
    assert Report.objects.filter(matching(office.author.name)).count() == len(filed)


def test_an_edit_that_nobody_signed_is_not_found(office):
    report = office.report(State.AWAITING_SIGNOFF)
    assert not Report.objects.filter(matching("定责")).exists()
    office.signed(report, report.submitted_at)
    assert Report.objects.filter(matching("定责")).exists()


def test_the_index_is_used(filed):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    plan = Report.objects.filter(matching("养老服务")).order_by().explain()
    assert "reports_by_pairs" in plan


def test_the_list_finds_what_the_reader_may_see(client, office):
    office.report(), office.draft(situation="养老草稿")
    client.force_login(office.clerk)
    shown = client.get("/reports/", {"q": TEXT["situation"][:4]}).context["page"]
    assert len(shown) == 1
    assert not client.get("/reports/", {"q": "养老草稿"}).context["page"].object_list


@pytest.fixture
def named(office):
    """By somebody with a Chinese name, of another organisation, with a joint author, edited by the clerk."""
    author = person("周文华", Role.INFORMANT, at=organisation("民进望江区总支", Organisation.Kind.PARTY))
    return office.report(State.EDITING, by=author, joint=[Credit("陈立新")], situation="路灯不亮。")


def test_names_are_found_and_the_editors_by_the_office_alone(office, named):
    office.report(State.EDITING)
    for words in ("周文华", "陈立新", "望江区", "民进 路灯", "周文华 路灯 望江"):
        assert Report.objects.get(matching(words)) == named, words
    for words in ("周文华 停车场", "周文", "立新"):
        assert not Report.objects.filter(matching(words)).exists(), words
    assert not Report.objects.filter(matching("clerk")).exists()
    assert Report.objects.filter(matching("clerk", office=True)).count() == 2


def test_the_list_is_filtered_by_what_stands_in_the_address(client, office, named):
    old = office.report(at=moment("01-05 09:00"), occasion="hotline")
    client.force_login(office.clerk)

    def found(**query):
        return set(client.get("/reports/", query).context["page"])

    assert found(organisation=named.organisation_id) == {named}
    assert found(occasion="hotline") == {old}
    assert found(since="2026-03-10") == {named} and found(until="2026-01-05") == {old}
    assert found(since="2026-01-05", until="2026-01-05") == {old}
    assert found(since="2026-01-06", until="2026-03-09") == set()
    assert found(q="路灯", status="editing", category="urban") == {named}
    assert client.get("/reports/", {"since": "2026-03-10", "until": "2026-03-09"}).status_code == 400
    client.force_login(office.author)
    assert "organisation" not in client.get("/reports/").context["filter_form"].fields


def test_hits_are_marked_and_nothing_else_is_let_through(client, office):
    situation = "街道" * 40 + "路灯<script>不亮，5G 杆" + "无人管" * 60
    report = office.report(title="关于<b>路灯</b>的建议", situation=situation)
    client.force_login(office.clerk)
    page = client.get("/reports/", {"q": "路灯 5g"}).content.decode()
    assert "关于&lt;b&gt;<mark>路灯</mark>&lt;/b&gt;的建议" in page
    assert "<mark>路灯</mark>&lt;script&gt;不亮，<mark>5G</mark> 杆" in page and "<script>不亮" not in page
    words = snippet(report, "路灯")
    assert words.startswith("…") and words.endswith("…") and len(words) < 250
    assert snippet(report, "没有") == ""
    assert marked("a.b", ".") == "a<mark>.</mark>b"
    assert conditional_escape(marked("<", "x")) == "&lt;"


def test_an_empty_list_says_what_to_do(client, office):
    client.force_login(office.author)
    page = client.get("/reports/").content.decode()
    assert "/reports/new/" in page.split('class="empty"')[1]
    page = client.get("/reports/", {"q": "没有这个词"}).content.decode()
    assert 'href="?"' in page.split('class="empty"')[1]


def test_only_the_newest_hits_are_read_and_the_page_says_so(client, office, monkeypatch):
    reports = [office.report(at=moment(f"03-{day} 09:00")) for day in (10, 11, 12)]
    client.force_login(office.clerk)
    monkeypatch.setattr("reports.search.MOST_HITS", 2)
    answer = client.get("/reports/", {"q": "热水器"})
    assert list(answer.context["page"]) == reports[:0:-1] and "最新 2 条" in answer.content.decode()
    monkeypatch.setattr("reports.search.MOST_HITS", 3)
    answer = client.get("/reports/", {"q": "热水器"})
    assert list(answer.context["page"]) == reports[::-1] and "最新" not in answer.content.decode()


def test_a_report_is_found_by_whom_it_was_written_down_for(office):
    told = {"on_behalf_of": "孙来电", "on_behalf_way": "phone"}
    report = office.report(**told)
    office.report()
    assert hits(Report.objects.all(), "孙来电") == ([report.pk], False)


def test_authors_find_their_drafts_by_what_stands_in_them_and_nobody_else_does(client, office):
    draft = office.draft(situation="尚未报送的旧桥隐患", title="旧桥")
    for reader, found in ((office.author, [draft]), (office.clerk, []), (office.joint, [])):
        client.force_login(reader)
        page = client.get("/reports/", {"q": "旧桥 隐患"}).context["page"]
        assert list(page) == found


def test_a_search_for_too_many_words_says_so_and_keeps_them(office, client):
    client.force_login(office.clerk)
    answer = client.get("/reports/", {"q": "长" * 455})
    page = answer.content.decode()
    assert answer.status_code == 400 and "查询词最多 50 个字，现为 455 个。" in page
    assert page.count(f'value="{"长" * 455}"') == 2  # in the box of every page, and in the list's own
