"""Help with writing on the pages: beside the text, before it is filed, at review; and the one lock."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.ledger.reading import step_url
from reports import workflow
from reports.models import Credit, Report
from reports.states import State
from tests.makers import NINE, TEXT

PHONE, MARKED = "13812345678", "密级：机密"
FORM = TEXT | {"category": "urban", "occasion": "visit", "version": 0, "action": "save"}


def seen(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def of(report, name):
    return reverse(f"reports:{name}", args=[report.pk])


def test_remarks_stand_beside_the_draft_and_follow_it(client, office):
    client.force_login(office.author)
    assert "写作提示" not in seen(client, reverse("reports:new"))
    client.post(reverse("reports:new"), FORM | {"key": uuid.uuid4(), "situation": f"联系{PHONE}"})
    draft = Report.objects.get()
    for name in ("write", "help", "check"):
        assert f"“{PHONE}”" in seen(client, of(draft, name)), name
    office_page = client.get(of(office.draft(), "help")).content.decode()
    assert f"“{PHONE}”" not in office_page


def test_numbers_are_taken_out_without_losing_what_was_just_typed(client, office):
    client.force_login(office.author)
    draft = office.draft()
    typed = FORM | {"key": draft.key, "version": 1, "action": "mask"}
    client.post(of(draft, "write"), typed | {"situation": "老王", "advice": f"新的建议，联系{PHONE}。"})
    draft.refresh_from_db()
    assert (draft.written.situation, draft.written.advice) == ("老王", "新的建议，联系×××。")


def test_numbers_are_taken_out_of_the_saved_draft(client, office):
    client.force_login(office.author)
    draft = office.draft(analysis=f"电话{PHONE}", joint=[Credit("周文华")])
    assert client.post(of(draft, "mask"), {"version": 7}).status_code == 409
    assert client.post(of(draft, "mask"), {"version": "x"}).status_code == 400
    draft.refresh_from_db()
    assert PHONE in draft.written.analysis
    assert client.post(of(draft, "mask"), {"version": 1})["Location"] == of(draft, "check")
    draft.refresh_from_db()
    assert (
        draft.written.analysis == "电话×××"
        and draft.written.situation == TEXT["situation"]
        and draft.written.version == 2
    )
    assert draft.authors.count() == 2


def test_a_marking_of_secrecy_is_not_submitted(client, office):
    client.force_login(office.author)
    draft = office.draft(analysis=MARKED)
    answer = client.post(of(draft, "check"), {"version": 1, "pledge": "on"})
    assert answer.status_code == 400 and MARKED in str(answer.context["form"].non_field_errors())
    with pytest.raises(ValidationError):
        workflow.submit(draft, by=office.author, at=NINE)
    draft.refresh_from_db()
    assert draft.status == State.DRAFT and not draft.entry_set.exists()
    workflow.save_draft(draft, by=office.author, at=NINE, version=1, analysis="保守商业秘密的意识不强。")
    workflow.submit(draft, by=office.author, at=NINE)


def test_the_office_reads_the_remarks_at_review(client, office):
    report = office.report(State.SUBMITTED, analysis=f"电话{PHONE}")
    client.force_login(office.clerk)
    assert f"“{PHONE}”" in seen(client, report.get_absolute_url())
    office.taken_up(report, NINE)
    assert f"“{PHONE}”" in seen(client, step_url(report, "edit"))
    client.force_login(office.author)
    assert f"“{PHONE}”" not in seen(client, report.get_absolute_url())
