"""Chinese words are found, all of them, and nothing else is."""

import pytest
from django.db import connection

from reports.models import Report
from reports.search import matching
from reports.states import State
from tests.makers import TEXT

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
