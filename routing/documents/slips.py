"""What stands on the slips for units and leaders: the assignment slip 交办单, the directive slip 批示单.

An official document is in Chinese whatever the page's language.
"""

from datetime import time

from django.conf import settings
from django.utils.translation import override

from portal.days import workdays
from portal.days.workdays import at_time, local_day
from portal.ledger.models import Duty, Entry
from portal.pages.chinese import chinese_day
from portal.pages.tables import blocks
from portal.people.roles import acting
from routing.documents.text import chinese_due, title_lines
from routing.models import Assignment
from routing.workflow.enclosing import enclosed
from routing.workflow.returning import ask_until

LEAD = Assignment.Part.LEAD


@override("zh-hans")
def assignment_slip(assignment, *, day, named):
    """`day` decides who is to be called about it, `named` whether the author is."""
    report, directive = assignment.report, assignment.directive
    whole = Assignment.objects.group_of(assignment).select_related("unit")
    group = whole.in_force()
    piece = report.piece
    return about_office(day) | {
        "title": "社情民意信息交办单",
        "year": local_day(assignment.assigned_at).year,
        "number": assignment.number,
        "date": chinese_day(assignment.assigned_at),
        "urgency": assignment.get_urgency_display() + ("（重要信息）" if report.important else ""),
        "files": [file.name for file in enclosed(assignment)],
        "report_number": report.number,
        "report_title": report.title,
        "category": report.get_category_display(),
        "issue": issue_number(piece and piece.issue),
        "directive": directive and directive_words(directive),
        "unit": assignment.unit_name,
        "part": assignment.get_part_display(),
        "lead_units": [a.unit_name for a in group if a.part == LEAD],
        "co_units": [a.unit_name for a in group if a.part != LEAD],
        "handling": str(whole.kind().label),
        "request": assignment.request or "请研究办理，并书面答复办理结果。",
        "answer": "书面答复" if assignment.leads else "向主办单位提出会办意见",
        "signed_for": chinese_day(assignment.signed_for_at),
        **dates(assignment),
        **signed_text(report),
        "author": f"{report.byline}（{home_of(report)}）　{report.contact_phone}" if named else "不公开",
    }


def home_of(report):
    """The organisation it was filed for, as it was called on that day."""
    return report.organisation.name_on(local_day(report.submitted_at or report.created_at))


def dates(assignment):
    """By when it is signed for and answered, and how many working days that is; 0 where hours are counted."""
    duties = {duty.kind: duty for duty in Duty.objects.about(assignment).order_by("id")}
    reply = duties.get("reply") or duties.get("send_opinion")
    sign_for = duties.get("sign_for")
    in_days = reply and workdays.local_clock(reply.first_due_at) == workdays.DAY_END
    counted = sum(row[1] for row in reply.reckoning) if in_days else 0
    return {
        "due": chinese_due(reply and reply.due_at),
        "working_days": counted,
        "extended_from": chinese_due(reply.first_due_at) if reply and reply.extended else "",
        "set_by": set_by_hand(reply.named) if reply and reply.named else "",
        "agreed": reply.named["agreed"] if reply and reply.named and reply.named.get("agreed") else "",
        "sign_for_by": chinese_due(sign_for and sign_for.due_at),
        "return_by": chinese_day(ask_until(assignment, workdays.load())),
    }


def set_by_hand(named):
    """Who has set the day, as whose, and why."""
    whose = f"按{named['leader']}要求，" if named["leader"] else ""
    why = f"（{named['why'].rstrip('。')}）" if named["why"] else ""
    return f"{whose}由{named['by']}确定{why}"


@override("zh-hans")
def directive_slip(directive, *, day):
    units = Assignment.objects.filter(directive=directive).select_related("unit")
    return about_office(day) | {
        "title": "领导批示办理单",
        "year": local_day(directive.written_at).year,
        "number": str(directive.pk),
        "directive": directive_words(directive),
        "about": directive.about,
        "report_number": "、".join(report.number for report in directive.reports()),
        "issue": issue_number(directive.in_issue) or "未刊发",
        "registered": chinese_day(registered(directive)),
        "status": directive.get_status_display(),
        "units": [
            dates(a) | {"name": a.unit_name, "part": a.get_part_display(), "status": a.get_status_display()}
            for a in units
        ],
    }


def registered(directive):
    first = Entry.objects.about(directive).first()
    return first.at if first else directive.written_at


def directive_words(directive):
    """Who, of what rank, when, in which words."""
    return {
        "leader": directive.by,
        "rank": directive.leader and directive.leader.position or directive.get_rank_display(),
        "date": chinese_day(at_time(directive.written_on, time.min)),
        "text": directive.text,
    }


def issue_number(issue):
    return f"{issue.year}年第{issue.number}期" if issue and issue.number else ""


def about_office(day):
    """Whose slip it is and whom to call: whoever acts in the clerk's post that day."""
    people = [f"{user.name}　{user.phone}".strip() for user in acting(day).get("clerk", [])]
    return {"issuer": f"{settings.COMMITTEE_NAME}办公室", "contact": "、".join(people)}


def signed_text(text):
    """Title and parts, for a template that prints them whole."""
    return {
        "title_lines": title_lines(text.title, " ".join(text.parts().values())),
        "situation": blocks(text.situation),
        "analysis": blocks(text.analysis),
        "advice": blocks(text.advice),
    }
