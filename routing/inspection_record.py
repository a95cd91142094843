"""The record of an inspection as a document, in Chinese whatever the page's language."""

from django.conf import settings
from django.utils import translation

from portal.pages.chinese import chinese_day, chinese_number
from portal.pages.tables import blocks
from routing.documents import pdf, word
from routing.documents.text import title_lines
from routing.states import FindingState, InspectionState

NAME, TITLE = "inspection", "视察监督记录"
KINDS = {"pdf": ("PDF", pdf), "docx": ("Word", word)}
BEHIND = {InspectionState.PLANNED: "草稿", InspectionState.CANCELLED: "已取消"}


@translation.override("zh-hans")
def inspection_data(inspection):
    findings = inspection.findings.with_subject().exclude(status=FindingState.DROPPED)
    people = [*(user.name for user in inspection.people.all()), inspection.others]
    facts = [
        ["编　号", inspection.number], ["时　间", chinese_day(inspection.held_on)],
        ["地　点", inspection.place], ["联合单位", inspection.partner or "—"],
        ["参加人员", "、".join(filter(None, people)) or "—"],
    ]  # fmt: skip
    sections = [
        ("基本情况", [{"rows": [["项目", "内容"], *facts], "widths": [6, 21]}]),
        ("总体情况", blocks(inspection.account) or [{"lines": ["—"]}]),
        *(
            (f"{finding.unit.name_on(inspection.held_on)}：{finding.report.title}", [_item(finding)])
            for finding in findings
        ),
    ]
    return {
        "title": TITLE,
        "title_lines": title_lines(TITLE, TITLE),
        "span": inspection.number,
        "issuer": f"{settings.COMMITTEE_NAME}办公室",
        "partner": inspection.partner,
        "date": chinese_day(inspection.held_on),
        "year": inspection.held_on.year,
        "behind": BEHIND.get(inspection.status, ""),
        "sections": [
            {"heading": f"{chinese_number(n)}、{heading}", "blocks": said}
            for n, (heading, said) in enumerate(sections, 1)
        ],
    }


def _item(finding):
    rows = [
        ["交办单号", finding.number], ["发现问题", finding.text], ["整改要求", finding.to_mend],
        ["整改期限", chinese_day(finding.mend_by)], ["整改情况", finding.answer],
        ["核查结果", finding.result], ["状　态", finding.get_status_display()],
    ]  # fmt: skip
    return {
        "rows": [["项目", "内容"], *([label, " ".join(words.split()) or "—"] for label, words in rows)],
        "widths": [6, 21],
    }


def made(inspection, kind):
    """(bytes, name in words)"""
    _called, make = KINDS[kind]
    data = inspection_data(inspection)
    return make(NAME, data), f"{TITLE}-{inspection.number}.{kind}"
