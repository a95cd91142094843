"""What came of a directive, in one paragraph for the leader: generated from the replies that have passed.

Like every official document it is in Chinese, whatever the page's language. Nothing is put better than the
units put it: their grade stands first, and what is left out of a reply is marked.
"""

import re

from django.utils.translation import override

from portal.days import workdays
from portal.pages.chinese import chinese_day
from routing.models import Assignment, Reply

ROOM = 1500  # characters for the substance of all replies together
LEAST, MOST = 40, 160  # of one of them
LANGUAGE = "zh-hans"
BY_ITSELF = re.compile(r"[。！？；\n]")


def passed(directive):
    """The passed replies to a directive, lead units first."""
    rows = Reply.objects.filter(assignment__directive=directive).exclude(passed_at=None)
    return list(rows.select_related("assignment__unit", "assignment__report").order_by("assignment_id", "id"))


def paragraph(directive, replies, at):
    """Fits into `outcome`; `replies` are those to tell of, whether they have passed or are about to.

    Of a unit that had to answer anew, only its last reply counts.
    """
    replies = list({reply.assignment_id: reply for reply in replies}.values())
    with override(LANGUAGE):
        told = [_told(reply, directive, _room(replies)) for reply in _leads_first(replies)]
        day, days = chinese_day(directive.written_on), _took(directive, at)
        return "".join([f"{day}关于{_about(directive)}的批示已办结，{days}。", *told])


def _leads_first(replies):
    return sorted(replies, key=lambda reply: reply.assignment.part != Assignment.Part.LEAD)


def _room(replies):
    return max(LEAST, min(MOST, ROOM // max(1, len(replies))))


def _told(reply, directive, room):
    """Which unit, with what grade, promised by when, and the substance of what it says."""
    assignment = reply.assignment
    of = f"（{assignment.report.title}）" if directive.issue_id else ""
    promise = f"，承诺{chinese_day(reply.promised_for)}前办成" if reply.promised_for else ""
    part = "主办" if assignment.part == Assignment.Part.LEAD else "协办"
    grade = reply.get_grade_display()
    return f"{assignment.unit_name}（{part}）{of}答复：{grade}{promise}。{shortened(reply.text, room)}"


def shortened(text, room):
    """The first whole sentences that fit; what is left out is said."""
    text = "".join(line.strip() for line in text.splitlines())
    if len(text) <= room:
        return text if text.endswith(("。", "！", "？")) else f"{text}。"
    ends = [match.end() for match in BY_ITSELF.finditer(text, 0, room)]
    kept = text[: ends[-1] if ends else room]
    return f"{kept}……（摘要，答复全文{len(text)}字）"


def _about(directive):
    if directive.issue_id:
        return f"{directive.issue.series}{directive.issue.short}"
    return f"《{directive.report.title}》"


def _took(directive, at):
    days = workdays.load().between(directive.written_on, workdays.local_day(at))
    return f"历时{days}个工作日" if days else "当日办结"
