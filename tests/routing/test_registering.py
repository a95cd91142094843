"""Registering a directive from paper: what is wrong is named beside the field, nothing of it is stored."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files.models import Attachment
from reports.models import Report
from reports.states import State
from routing.models import Directive
from tests.makers import unit

REGISTER = {"rank": "city", "written_on": "2026-03-10", "text": "请研办。", "leader_name": "某领导"}
BAD = {
    "a day to come": ({"written_on": "2099-01-01"}, "written_on"),
    "no day": ({"written_on": "2026-02-30"}, "written_on"),
    "no leader": ({"leader_name": ""}, "leader_name"),
    "too long": ({"text": "长" * 501}, "text"),
    "no words": ({"text": " \u200b"}, "text"),
    "a long name": ({"leader_name": "长" * 51}, "leader_name"),
    "no such rank": ({"rank": "emperor"}, "rank"),
    "no unit": ({"other": "author"}, "other"),
    "a forged key": ({"key": "1 OR 1=1"}, "key"),
    "a program": ({"files": SimpleUploadedFile("批.exe", b"MZ")}, "files"),
}


@pytest.mark.parametrize(("bad", "field"), BAD.values(), ids=BAD)
def test_a_bad_field_is_named_and_nothing_is_stored(office, client, bad, field):
    report = office.report(State.ISSUED)
    client.force_login(office.clerk)
    bad = {name: office.author.organisation.pk if value == "author" else value for name, value in bad.items()}
    said = REGISTER | {"key": uuid.uuid4(), "request": "请书面反馈。", "other": office.unit.pk} | bad
    answer = client.post(f"/directives/register/reports/{report.pk}/", said)
    assert answer.status_code == 400 and list(answer.context["form"].errors) == [field]
    assert "请书面反馈。" in answer.content.decode()
    assert not Directive.objects.exists() and not Attachment.objects.exists()


def test_two_leaders_and_helpers_of_two_units_are_refused(office, client):
    report = office.report(State.ISSUED)
    client.force_login(office.clerk)
    said = REGISTER | {"key": uuid.uuid4(), "leader": office.leader.pk}
    said |= {"other": [office.unit.pk, office.co_unit.pk], "co": unit("教育局").pk}
    answer = client.post(f"/directives/register/reports/{report.pk}/", said)
    assert set(answer.context["form"].errors) == {"leader_name", "co"}


@pytest.mark.parametrize("kind", ["issues", "pieces", "reports", "users"])
def test_what_is_not_there_is_404(office, client, kind):
    client.force_login(office.clerk)
    assert client.get(f"/directives/register/{kind}/99999/").status_code == 404


def test_what_no_leader_can_have_read_says_so(office, client):
    client.force_login(office.clerk)
    draft = office.report(State.PLACED).piece
    for place in (f"issues/{draft.issue_id}", f"pieces/{draft.pk}", f"reports/{office.report().pk}"):
        assert client.get(f"/directives/register/{place}/").status_code == 409


def test_a_scan_is_kept_with_the_directive(office, client):
    report = office.report(State.ISSUED)
    client.force_login(office.clerk)
    said = REGISTER | {"key": uuid.uuid4(), "files": SimpleUploadedFile("批示.pdf", b"%PDF-1")}
    assert client.post(f"/directives/register/reports/{report.pk}/", said).status_code == 302
    assert Attachment.objects.about(Directive.objects.get()).get().name == "批示.pdf"


def test_a_place_is_found_by_number_and_by_words(office, client):
    report = office.report(State.ISSUED)
    client.force_login(office.clerk)
    for words in (report.number, "热水器"):
        page = client.get("/directives/register/", {"q": words}).content.decode()
        assert f"/directives/register/pieces/{report.piece.pk}/" in page
    assert Report.objects.count() == 1
