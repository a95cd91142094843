"""Many hands at one report: one of them acts, the others are told. Each with a control without the lock."""

import uuid

import pytest
from django.test import Client

from portal.ledger import engine
from portal.ledger.models import Entry
from portal.people.models import User
from reports import workflow as reports
from reports.models import Report, Revision
from reports.states import State
from tests.makers import NINE, TEXT, Office
from tests.races import at_once, kinds

THREADS = 20

pytestmark = pytest.mark.django_db(transaction=True)


def sign_all_at_once():
    """20 pages show the same report and a button; then all press it."""
    report = Office().report(State.AWAITING_SIGNOFF)
    pages = [Report.objects.get(pk=report.pk) for _ in range(THREADS)]

    def sign(n):
        signer = User.objects.get(username="signer")
        reports.sign_off(pages[n], by=signer, at=NINE, text_hash=pages[n].working.text_hash)

    return kinds(at_once(THREADS, sign))


def test_twenty_sign_at_once_and_one_succeeds():
    assert sign_all_at_once() == {"done": 1, "TooLate": THREADS - 1}
    assert Entry.objects.filter(kind="sign_off").count() == 1
    assert Revision.objects.filter(kind="signed").count() == 1


def test_without_the_filter_on_the_status_several_would(monkeypatch):
    """The control: what the test above looks for does happen where nothing prevents it."""
    monkeypatch.setattr(engine, "standing", lambda _step, subject: Report.objects.filter(pk=subject.pk))
    monkeypatch.setattr(engine, "lock", lambda _subject: None)
    assert sign_all_at_once()["done"] > 1


def test_ten_identical_posts_are_one_report():
    office = Office()
    form = TEXT | {"key": uuid.uuid4(), "version": 0, "action": "check"}
    form |= {"category": "urban", "occasion": "visit"}

    def post(_n):
        client = Client()
        client.force_login(User.objects.get(pk=office.author.pk))
        answer = client.post("/reports/new/", form, secure=True)
        return answer.status_code, answer.headers.get("Location")

    answers = at_once(10, post)
    report = Report.objects.get()
    assert set(answers) == {(302, f"/reports/{report.pk}/check/")}
    assert report.written.parts() == TEXT


def test_ten_pledges_at_once_file_it_once():
    office = Office()
    draft = office.draft()

    def file(_n):
        client = Client()
        client.force_login(User.objects.get(pk=office.author.pk))
        answer = client.post(f"/reports/{draft.pk}/check/", {"version": 1, "pledge": "on"}, secure=True)
        return answer.status_code, answer.headers.get("Location")

    assert set(at_once(10, file)) == {(302, f"/reports/{draft.pk}/sent/")}
    assert Entry.objects.filter(kind="submit").count() == 1
    assert Revision.objects.filter(kind="author").count() == 1
