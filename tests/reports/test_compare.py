"""Two texts compared: nothing is lost, and what is marked reads as words, figures and clauses."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pages.templatetags.trade import by_line
from reports import workflow as reports
from reports.compare import difference
from tests.makers import NINE, TEXT

HOUR = timedelta(hours=1)

# (old, new, the new text with what was taken away and what came instead)
READ = [
    ("一是开展排查；二是明确责任。", "一是排查；二是定责。", "一是[-开展]排查；二是[-明确责任][+定责]。"),
    ("一是排查；二是定责。", "一是排查；二是整改；三是定责。", "一是排查；二是[+整改；三是]定责。"),
    (
        "截至2025年12月，共有123户居民反映。", "截至2026年3月，全区共有156户居民反映。",
        "截至[-2025年12月，][+2026年3月，全区]共有[-123][+156]户居民反映。",
    ),
    (
        "建议由住建部门牵头开展排查。", "建议由住建部门牵头，会同社区开展普查。",
        "建议由住建部门牵头[+，会同社区]开展[-排查][+普查]。",
    ),
    ("建议市住建局牵头。", "建议区住建局牵头。", "建议[-市][+区]住建局牵头。"),
    ("责任不明，责任人未到位", "职责不明，责任人未到位", "[-责任][+职责]不明，责任人未到位"),
    ("PM2.5浓度为35微克", "PM2.5浓度为38.5微克", "PM2.5浓度为[-35][+38.5]微克"),
    ("加强对学校周边环境的整治。", "加强学校周边环境整治。", "加强[-对]学校周边环境[-的]整治。"),
    (
        "一是加大投入。\n二是加强监管。", "一是加大财政投入。\n二是强化监管。\n三是畅通举报渠道。",
        "一是加大[+财政]投入。\n二是[-加强][+强化]监管。[+\n三是畅通举报渠道。]",
    ),
    (
        "农村养老服务设施少，距离远，费用高，老人不愿去。",
        "农村养老服务设施不足、距离较远、费用偏高，老年人入住意愿不强。",
        "农村养老服务设施[-少，][+不足、]距离[-远，][+较远、]费用[-高，老人不愿去][+偏高，老年人入住意愿不强]。",
    ),
    ("道路坑洼，雨天积水。", "幼儿园学位紧张。", "[-道路坑洼，雨天积水。][+幼儿园学位紧张。]"),
    ("", "新增。", "[+新增。]"),
    ("删除。", "", "[-删除。]"),
    ("一字未改。", "一字未改。", "一字未改。"),
]  # fmt: skip
SIGNS = {"equal": "{}", "delete": "[-{}]", "insert": "[+{}]"}


@pytest.mark.parametrize(("old", "new", "shown"), READ)
def test_what_was_changed_reads_well(old, new, shown):
    assert "".join(SIGNS[op].format(text) for op, text in difference(old, new)) == shown


TEXTS = st.text("一二是的排查明确责任老人，。；、\n12aB ", max_size=30)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_both_texts_can_be_read_off_it(lead, was, now, rest):
    old, new = lead + was + rest, lead + now + rest
    found = difference(old, new)
    assert "".join(text for op, text in found if op != "insert") == old
    assert "".join(text for op, text in found if op != "delete") == new
    assert all(text for _op, text in found)
    assert all(one[0] != two[0] for one, two in zip(found, found[1:], strict=False))
    assert found == difference(old, new)


def test_no_agreement_of_a_single_character_is_left_between_two_changes():
    found = difference("甲乙丙丁戊己，同前。", "子乙丑丁寅己，同前。")
    assert [op for op, _text in found] == ["delete", "insert", "equal"]


def test_the_record_lists_who_when_and_why_of_each_version(office, client):
    report = office.report("awaiting_signoff")
    reports.send_back(report, by=office.signer, at=NINE + HOUR, note="请改。")
    edited = TEXT | {"advice": "一是排查到户；二是定责。"}
    reports.edit(report, by=office.clerk, at=NINE + HOUR, version=report.version, note="点明到户。", **edited)
    client.force_login(office.supervisor)
    versions = list(report.revisions.values_list("pk", flat=True))
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert "点明到户。" in page
    assert page.count('name="show"') == page.count('name="against"') == len(versions) == 3
    query = {"against": versions[1], "show": versions[2]}
    assert "<ins>到户</ins>" in client.get(f"/reports/{report.pk}/", query).content.decode()
    client.force_login(office.author)
    page = client.get(f"/reports/{report.pk}/", query).content.decode()
    assert "点明到户。" not in page and "<ins>" not in page


@given(TEXTS, TEXTS)
def test_each_line_of_compared_texts_is_a_paragraph_and_no_word_is_left_out(was, now):
    found = difference(was, now)
    lines = by_line(found)
    shown = [text for line in lines for _op, text in line]
    assert "".join("".join(shown).split()) == "".join("".join(text for _op, text in found).split())
    assert all("\n" not in text for line in lines for _op, text in line) and all(lines)


def test_a_paragraph_that_was_put_in_stands_alone():
    lines = by_line([("equal", "一是排查；\n"), ("insert", "二是定责；\n"), ("equal", "三是督办。")])
    assert lines == [[("equal", "一是排查；")], [("insert", "二是定责；")], [("equal", "三是督办。")]]
