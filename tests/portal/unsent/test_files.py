"""Files are kept as soon as they are chosen, each with its own verdict; nobody else has them."""

from datetime import timedelta

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.files.models import Attachment
from portal.files.storing import keep
from portal.unsent.handing import REMOVED
from portal.unsent.models import Unsent
from portal.unsent.places import Place
from portal.unsent.workflow import forget_unsent, keep_file, save_words
from reports.models import Report
from reports.states import State
from routing.workflow import sealing
from tests.harmful import BAD
from tests.makers import NINE
from tests.uploads import word
from tests.world import HOUR

DAY = timedelta(days=1)


def pdf(words="路灯"):
    return ContentFile(b"%PDF-" + words.encode(), f"{words}.pdf")


def unsent():
    return Attachment.objects.filter(subject_type__model="unsent")


@pytest.fixture
def slip(office):
    return office.report(State.HANDLING).assignments.get(part="lead")


@pytest.fixture
def place(office, slip):
    here = f"{slip.get_absolute_url()}send_opinion/"
    return Place(office.officer.pk, here, here, slip.report_id)


def kept(place, office, file, at=NINE):
    return keep_file(file, place, by=office.officer, at=at)


def test_what_is_chosen_is_kept_at_once_and_the_same_once(office, place, client):
    client.force_login(office.officer)
    for _twice in range(2):
        answer = client.post(place.url("keep_file"), {"file": pdf()})
        assert answer.status_code == 200
        assert answer.json()["html"].count("<li>") == 1 and "路灯.pdf" in answer.json()["html"]
    assert unsent().count() == 1
    name, content, reason = BAD["macro by name"]
    answer = client.post(place.url("keep_file"), {"file": ContentFile(content, name)})
    assert answer.status_code == 400 and name in answer.json()["why"]
    answer = client.post(place.url("keep_file"), {"file": ContentFile(word(), "二.docx")})
    assert answer.status_code == 200 and {file.name for file in unsent()} == {"路灯.pdf", "二.docx"}
    assert client.post(place.url("keep_file"), {}).status_code == 400


def test_nobody_else_has_it_or_takes_it_out(office, place, client):
    kept(place, office, pdf())
    [file] = unsent()
    for who in (office.clerk, office.signer, office.author, office.co_officer, office.leader):
        client.force_login(who)
        assert client.get(f"/files/{file.pk}/").status_code == 404
        assert client.post(f"/unsent/files/{file.pk}/remove/").status_code == 404
        assert client.post(place.url("keep_file"), {"file": pdf("别人")}).status_code == 404
    client.force_login(office.officer)
    assert client.get(f"/files/{file.pk}/").status_code == 200
    assert client.post(f"/unsent/files/{file.pk}/remove/").status_code == 302 and not unsent()


def test_a_tick_takes_it_out_where_there_is_no_script(office, client):
    report = office.draft()
    client.force_login(office.author)
    here = f"/reports/{report.pk}/write/"
    sent = {"key": report.key, "version": 0, "action": "check"}
    client.post(here, sent | {"files": [pdf("一"), pdf("二")]})
    first, second = unsent().order_by("name")
    client.post(here, sent | {REMOVED: [str(first.pk)]})
    assert unsent().get() == second


def test_of_files_that_wait_there_are_only_so_many(office, place, settings):
    settings.UPLOAD_MAX_FILES, settings.UNSENT_MAX_BYTES = 2, 40
    other = Place(office.officer.pk, "/elsewhere/", "/elsewhere/")
    kept(place, office, pdf("一")), kept(place, office, pdf("二"))
    with pytest.raises(forms.ValidationError, match="2"):
        kept(place, office, pdf("三"))
    kept(other, office, pdf("一二三四五"))
    with pytest.raises(forms.ValidationError, match="40"):
        kept(other, office, pdf("一二三四五六"))
    assert unsent().count() == 3


def test_what_is_handed_in_with_several_things_lies_with_each_of_them(office, place):
    kept(place, office, pdf())
    [file] = unsent()
    one, two = office.draft(), office.draft()
    for subject in (one, two, two):
        keep([file], subject, by=office.officer, at=NINE)
    first, second = Attachment.objects.about(one).get(), Attachment.objects.about(two).get()
    assert first.pk == file.pk and first.report == one and not unsent()
    assert second.name == "路灯.pdf" and second.file.name != first.file.name
    assert second.file.read() == first.file.read()


def lies(file):
    return default_storage.exists(file.file.name)


def test_what_is_never_sent_is_deleted_after_its_days(office, place, django_capture_on_commit_callbacks):
    kept(place, office, pdf())
    [file] = unsent()
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unsent(NINE + 29 * DAY) == 0 and lies(file)
    kept(place, office, pdf("二"), at=NINE + 20 * DAY)  # somebody went on with it
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unsent(NINE + 49 * DAY) == 0 and lies(file)
        assert forget_unsent(NINE + 51 * DAY) == 1
    assert not lies(file) and not unsent() and not Unsent.objects.exists()


def test_of_what_is_sealed_nobody_opens_it_and_a_purge_erases_it(
    office, client, django_capture_on_commit_callbacks
):
    report = office.report(State.EDITING)
    where = Place(office.clerk.pk, "/x/", "/x/", report.pk)
    keep_file(pdf("機密"), where, by=office.clerk, at=NINE)
    said = {"about": {}, "title": "", "version": 1, "saves": ["0" * 16]}
    save_words(where, at=NINE, words=[["text", "機密一句"]], **said | {"version": 0})
    [file] = unsent()
    client.force_login(office.clerk)
    assert "機密一句" in client.get("/unsent/").content.decode()
    sealing.refuse_classified(report, by=office.clerk, at=NINE + HOUR)
    assert client.get(f"/files/{file.pk}/").status_code == 404
    assert "機密" not in client.get("/unsent/").content.decode()
    words = {"kept_words": '[["text", "機密二句"]]', "stands_on": "1", "saves": "1" * 16}
    assert client.post(where.url("save_words"), words).status_code == 404
    assert client.post(where.url("keep_file"), {"file": pdf("二")}).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        sealing.purge(Report.objects.get(pk=report.pk), by=office.security, at=NINE + 2 * HOUR)
    assert not Unsent.objects.exists() and not unsent() and not lies(file)


def test_what_contains_a_virus_is_not_handed_in(office, client):
    report = office.draft()
    client.force_login(office.author)
    here, sent = f"/reports/{report.pk}/write/", {"key": report.key, "version": 0, "action": "save"}
    client.post(here, {"key": report.key, "version": 0, "action": "check", "files": [pdf()]})
    unsent().update(scan=Attachment.Scan.INFECTED)
    assert client.post(here, sent).status_code == 400 and unsent().exists()


def test_strangers_are_sent_to_the_door_with_their_files(place, client):
    assert client.post(place.url("keep_file"), {"file": pdf()}).headers["Location"].startswith("/login/")
    assert not Attachment.objects.exists()
