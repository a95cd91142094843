"""What the author can follow of the handling: that a leader has written, and more time; all of the answer."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from portal.ledger.reading import step_url
from reports.states import State
from routing.workflow import assignments, closing, directives
from tests.makers import NINE

WEEK = date(2026, 3, 17)


def journey(client, user, report):
    client.force_login(user)
    answer = client.get(report.get_absolute_url(), {"tab": "journey"})
    return answer.content.decode()


@pytest.mark.parametrize("way", ["here", "paper", "whole issue"])
def test_that_a_leader_has_written_not_what_nor_who(office, client, way):
    report = office.report(State.ISSUED)
    said = {"key": uuid.uuid4(), "text": "绝不能告诉作者的话。", "lead": [office.unit]}
    if way == "paper":
        office.registered(report.piece, NINE, **said, leader_name="秘密领导甲")
    else:
        subject = report.piece if way == "here" else report.piece.issue
        directives.direct(subject, by=office.leader, at=NINE, **said)
    text = journey(client, office.author, report)
    assert ("登记领导批示" if way == "paper" else "领导作出批示") in text
    for secret in ("绝不能", "秘密领导甲", "<span>leader</span>"):
        assert secret not in text


def test_more_time_until_when_not_who_agreed(office, client):
    report = office.report(State.HANDLING)
    part = report.assignments.get(part="lead")
    assignments.sign_for(part, by=office.officer, at=NINE)
    assignments.set_day(part, WEEK, assignments.named(part.directive, office.clerk, "秘密理由"), at=NINE)
    assignments.request_time(part, by=office.officer, at=NINE, days=2, note="不给作者看的原因。")
    assignments.grant_time(part, by=office.clerk, at=NINE, note="不给作者看的话。", agreed="秘密孙主任")
    text = journey(client, office.author, report)
    assert f"{office.unit}：2 个工作日，延至2026年3月19日" in text
    assert "不给作者看" not in text and "秘密" not in text
    page = client.get(report.get_absolute_url()).content.decode()
    assert "人工确定的日期" in page and "秘密" not in page and "leader" not in page
    assert "秘密孙主任" in journey(client, office.clerk, report)


def test_the_page_of_the_opinion_says_what_was_left_out_and_what_is_promised(office, client):
    report = office.report(State.HANDLING)
    part = report.assignments.get(part="lead")
    assignments.sign_for(part, by=office.officer, at=NINE)
    said = {"advice": "partly", "advice_why": "第二条因经费未列入。", "promised_for": date(2026, 9, 30)}
    assignments.reply(
        part, by=office.officer, at=NINE, text="已排查。", grade="planned", approved_by="王局长", **said
    )
    closing.pass_reply(part, by=office.clerk, at=NINE)
    report.refresh_from_db()
    client.force_login(office.author)
    text = client.get(step_url(report, "give_opinion")).content.decode()
    assert "第二条因经费未列入。" in text and "2026年9月30日" in text and "部分采纳" in text
    assert client.get(reverse("desk")).status_code == 200
