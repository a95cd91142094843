"""The briefing as it is read out: sections of lines and tables, in Chinese whatever the page's language."""

from django.conf import settings
from django.utils import translation

from portal.days.workdays import local_day
from portal.pages.chinese import chinese_day, chinese_number
from routing.documents import pdf, word
from routing.documents.text import title_lines

NAME = "briefing"
KINDS = {"pdf": ("PDF", pdf), "docx": ("Word", word)}  # as routing/cover_list.py


def briefing_data(*, title, period, found, pieces, directives, wording, at):
    """The words of both templates and of the preview."""
    with translation.override("zh-hans"):
        sections = [
            ("基本情况", [_numbers(found)]),
            ("重点信息", [{"lines": [_piece(n, report) for n, report in enumerate(pieces, 1)]}]),
            ("批示及办理情况", [{"lines": list(_directed(directives, wording))}]),
        ]
    day = local_day(at)
    return {
        "title": title,
        "title_lines": title_lines(title, title),
        "span": f"{chinese_day(period.since)}至{chinese_day(period.until)}",
        "issuer": f"{settings.COMMITTEE_NAME}办公室",
        "date": chinese_day(day),
        "year": day.year,
        "behind": "",
        "sections": [
            {
                "heading": f"{chinese_number(n)}、{heading}",
                "blocks": blocks if any(blocks[0].values()) else NOTHING,
            }
            for n, (heading, blocks) in enumerate(sections, 1)
        ],
    }


NOTHING = [{"lines": ["本期无。"]}]


HEADINGS = ["类别", "项目", "数量"]


def _numbers(found):
    return {"rows": [HEADINGS, *(row for row, _figure in numbers(found))], "widths": [8, 14, 5]}


def numbers(found):
    """[(what is printed of a figure, the Figure)]; its group is named once."""
    with translation.override("zh-hans"):
        return [
            ([str(group) if n == 0 else "", str(figure.label), str(figure.value)], figure)
            for group, rows in found
            for n, figure in enumerate(rows)
        ]


def _piece(n, report):
    """1.标题（反映人）。刊于……；省级单篇采用（2026年3月1日，……）；领导批示1次。"""
    news = [*(f"刊于《{p.issue.series}》{p.issue.short}" for p in report.published)]
    news += [
        f"{event.get_level_display()}{event.get_kind_display()}（{'，'.join(filter(None, _when(event)))}）"
        for event in report.news
    ]
    if count := len(report.directives.all()):
        news.append(f"领导批示{count}次")
    names = [name for source in [report, *report.carried.all()] for name in source.names]
    authors = "、".join(dict.fromkeys(names))
    return f"{n}.{report.title}（{authors}）。" + ("；".join(news) + "。" if news else "")


def _when(event):
    return chinese_day(event.happened_on), event.source if event.kind != event.Kind.DIRECTIVE else ""


def _directed(directives, wording):
    """By day: on what, and what came of it. Words and names only where they were asked for."""
    for n, directive in enumerate(directives, 1):
        day, title = chinese_day(directive.written_on), directive.about
        who = f"{directive.by}就“{title}”批示：{directive.text}" if wording else f"领导就“{title}”作出批示。"
        yield f"{n}.{day}，{who}{_came(directive)}"


def _came(directive):
    """The outcome as the leader was told it, else which units have it and what has been answered so far."""
    if directive.outcome:
        return directive.outcome
    parts = directive.assignments.all()
    if not parts:
        return "尚未明确办理单位。"
    units = "、".join(part.unit.name for part in parts if part.part == part.Part.LEAD)
    grades = [
        f"{part.unit.name}：{reply.get_grade_display()}"
        for part in parts
        for reply in part.replies.all()
        if reply.passed_at and not (part.reopened_at and reply.passed_at <= part.reopened_at)
    ]
    came = f"（{'；'.join(grades)}）" if grades else ""
    return f"由{units}办理，{'已办结' if directive.closed_at else '正在办理'}{came}。"
