"""Why a text came back stands where it is edited, whoever sent it and however often it is saved since."""

import pytest

from portal.ledger.reading import step_url
from reports import workflow as reports
from reports.states import State
from reports.workflow.chain import take_back
from routing.workflow.recalling import recall_signature
from tests.makers import NINE
from tests.policies import long_chain

WHY = "数字请再核实，并点明责任单位。"


def by_signer(office):
    report = office.report(State.AWAITING_SIGNOFF)
    reports.send_back(report, by=office.signer, at=NINE, note=WHY)
    return report


def by_chair(office):
    report = office.report(State.WITH_CHAIR)
    reports.send_back_from_chair(report, by=office.chair, at=NINE, note=WHY)
    return report


def by_vetter(office):
    report = office.report(State.AWAITING_VETTING)
    with long_chain(office):
        reports.send_back_to_editor(report, by=office.vetter, at=NINE, note=WHY)
    return report


def by_the_clerk(office):
    report = office.report(State.AWAITING_SIGNOFF)
    take_back(report, by=office.clerk, at=NINE, note=WHY)
    return report


def after_the_signature(office):
    report = office.report(State.SIGNED)
    recall_signature(report, by=office.signer, at=NINE, note="重新核签。")
    reports.send_back(report, by=office.signer, at=NINE, note=WHY)
    return report


def by_a_colleague(office):
    report = office.report(State.EDITING)
    reports.take_over(report, by=office.editor, at=NINE, note="今日由我办理。")
    reports.hand_over(report, by=office.editor, at=NINE, to=office.clerk, note=WHY)
    return report


@pytest.mark.parametrize(
    "sent", [by_signer, by_chair, by_vetter, by_the_clerk, after_the_signature, by_a_colleague]
)
def test_the_reason_stands_where_the_editor_works(office, client, sent):
    report = sent(office)
    client.force_login(office.clerk)
    page = step_url(report, "edit")
    assert WHY in client.get(page).content.decode()
    reports.edit(report, by=office.clerk, at=NINE, version=report.version, **report.working.parts())
    reports.mark_important(report, by=office.clerk, at=NINE)
    assert WHY in client.get(page).content.decode()


def test_what_was_mended_is_asked_for_no_more(office, client):
    report = by_signer(office)
    reports.submit_for_signoff(report, by=office.clerk, at=NINE)
    reports.send_back(report, by=office.signer, at=NINE, note="标题请压缩。")
    client.force_login(office.clerk)
    page = client.get(step_url(report, "edit")).content.decode()
    assert "标题请压缩。" in page and WHY not in page


def test_of_what_was_just_taken_up_nothing_is_said(office, client):
    report = office.report(State.EDITING)
    client.force_login(office.clerk)
    assert not client.get(step_url(report, "edit")).context["came_back"]
