"""After a step: what was done, to what where one lands elsewhere, and the way back while it is open."""

from portal.ledger.reading import step_url
from portal.people.models import Role
from reports.states import State
from routing.workflow import issues
from tests.makers import NINE, person, seat


def sign(client, report):
    said = {"text_hash": report.working.text_hash}
    return client.post(step_url(report, "sign_off"), said, follow=True).content.decode()


def test_the_message_names_what_was_signed_with_the_way_back(office, client):
    report = office.report(State.AWAITING_SIGNOFF, title="关于修路的建议<b>")
    client.force_login(office.signer)
    page = sign(client, report)
    assert report.number in page and "关于修路的建议&lt;b&gt;" in page
    assert f'href="{step_url(report, "recall_signature")}"' in page
    answer = client.post(step_url(report, "recall_signature"), {"note": "误按。"}, follow=True)
    report.refresh_from_db()
    assert answer.status_code == 200 and report.status == State.AWAITING_SIGNOFF


def test_whoever_stands_in_is_offered_the_way_back_too(office, client):
    stand_in = person("stand_in", Role.INFORMANT)
    seat("signer", stand_in, stand_in=True)
    report = office.report(State.AWAITING_SIGNOFF)
    client.force_login(stand_in)
    assert step_url(report, "recall_signature") in sign(client, report)


def test_once_somebody_has_gone_on_the_way_back_is_closed(office, client):
    report = office.report(State.AWAITING_SIGNOFF)
    client.force_login(office.signer)
    assert step_url(report, "recall_signature") in sign(client, report)
    report.refresh_from_db()
    issue = issues.begin_issue(by=office.clerk, at=NINE, series=office.series)
    issues.place(issue, by=office.clerk, at=NINE, report=report)
    office.sign_issue(report.piece.issue)
    answer = client.post(step_url(report, "recall_signature"), {"note": "误按。"})
    report.refresh_from_db()
    assert answer.status_code in (400, 409) and report.status == State.PLACED


def test_of_what_was_sealed_the_message_says_no_title(office, client):
    report = office.report(State.SUBMITTED, title="关于某事的建议")
    client.force_login(office.editor)
    page = client.post(step_url(report, "refuse_classified"), {}, follow=True).content.decode()
    assert "关于某事的建议" not in page and report.number in page
