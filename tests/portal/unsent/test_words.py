"""What somebody types is kept on the server until it is sent: found on any device, shown to nobody else."""

import html
import json

import pytest
from django.test import Client

from portal.unsent.models import Unsent
from portal.unsent.workflow import forget_unsent
from reports.states import State
from reports.workflow import consultations, undoing
from routing.workflow import assignments
from tests.makers import NINE
from tests.world import HOUR
from tests.written import Forms

TYPED = "已安排路灯检修，下周完工。"
MARKS = ["0123456789abcdef", "fedcba9876543210"]


@pytest.fixture
def slip(office):
    slip = office.report(State.HANDLING).assignments.get(part="co")
    assignments.sign_for(slip, by=office.co_officer, at=NINE + HOUR)
    return slip


@pytest.fixture
def here(slip):
    return f"{slip.get_absolute_url()}send_opinion/"


def device(user):
    client = Client()
    client.force_login(user)
    return client


def form_on(client, url):
    """The attributes of the form that is written in."""
    [form] = Forms(client.get(url).content.decode()).found
    return form


def save(client, form, words=TYPED, mark=MARKS[0], stands_on=None):
    on = json.loads(form["data-begun"])["stands_on"] if stands_on is None else stands_on
    sent = {"kept_words": json.dumps([["text", words]]), "page": "发送意见", "stands_on": on, "saves": mark}
    return client.post(form["data-unsent"], sent)


def begun(client, url):
    return json.loads(form_on(client, url)["data-begun"])


def test_another_device_finds_the_words_and_another_person_does_not(office, here):
    one, two = device(office.co_officer), device(office.co_officer)
    assert save(one, form_on(one, here)).json()["stands_on"] == 1
    assert begun(two, here)["words"] == [["text", TYPED]] and TYPED in two.get("/unsent/").content.decode()
    assert "1 份" in two.get("/").content.decode() or "1 form" in two.get("/").content.decode()
    token = form_on(one, here)["data-unsent"]
    for who in (office.officer, office.clerk, office.signer, office.author, office.leader):
        other = device(who)
        assert TYPED not in html.unescape(other.get(here).content.decode())
        assert TYPED not in other.get("/unsent/").content.decode()
        assert other.post(token, {}).status_code == 404


def test_they_go_when_the_form_is_sent_and_not_before(office, here, slip):
    client = device(office.co_officer)
    form = form_on(client, here)
    save(client, form)
    kept = {"unsent": form["data-token"], "unsent_on": "1"}
    assert client.post(here, kept | {"text": ""}).status_code == 400 and Unsent.objects.exists()
    assert client.post(here, kept | {"text": TYPED}).status_code == 302
    assert not Unsent.objects.exists()


def test_what_another_device_has_typed_since_outlives_the_sending(office, here):
    one, two = device(office.co_officer), device(office.co_officer)
    form = form_on(one, here)
    save(one, form)
    save(two, form_on(two, here), "另一台设备上的话，比前面的长一些。", MARKS[1])
    sent = {"unsent": form["data-token"], "unsent_on": "1", "text": TYPED}
    assert one.post(here, sent).status_code == 302
    assert "另一台设备上的话" in one.get("/unsent/").content.decode()
    assert one.post(form["data-drop-unsent"]).status_code == 302 and not Unsent.objects.exists()


def test_of_two_windows_neither_overwrites_the_other_unseen(office, here):
    one, two = device(office.co_officer), device(office.co_officer)
    first, second = form_on(one, here), form_on(two, here)
    assert save(one, first).status_code == 200
    answer = save(two, second, "别的", MARKS[1])
    assert answer.status_code == 409 and answer.json()["begun"]["words"] == [["text", TYPED]]
    assert Unsent.objects.get().words == [["text", TYPED]]
    # A page whose answer was lost knows its own words again, and one that has seen the other's goes on.
    assert save(one, first, "再来", f"{MARKS[0]} {MARKS[1]}").status_code == 200
    assert save(two, second, "别的", stands_on=2).status_code == 200
    assert Unsent.objects.get().words == [["text", "别的"]]


@pytest.mark.parametrize(
    "words",
    [
        "", "x", "[1]", '["ab"]', '[["a"]]', '[["a", 1]]', '[["a", "\\u0000"]]', '[["a", "\\ud800"]]',
        "9" * 200_001,
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(office, here, words):
    client = device(office.co_officer)
    sent = {"kept_words": words, "stands_on": 0, "saves": MARKS[0]}
    assert client.post(form_on(client, here)["data-unsent"], sent).status_code == 400
    assert not Unsent.objects.exists()


def test_nothing_is_kept_under_a_name_that_the_portal_did_not_make(office, here):
    client = device(office.co_officer)
    token = form_on(client, here)["data-token"]
    for wrong in ("x", token[:-1], token[1:], "a:b"):
        assert client.post(f"/unsent/{wrong}/words/", {}).status_code == 404
        assert client.post(here, {"unsent": wrong, "unsent_on": "0", "text": TYPED}).status_code in (302, 409)


def test_they_are_forgotten_with_their_days(office, here):
    client = device(office.co_officer)
    save(client, form_on(client, here))
    Unsent.objects.update(saved_at=NINE)
    assert forget_unsent(NINE.replace(month=4, day=1)) == 0 and forget_unsent(NINE.replace(month=5)) == 1
    assert not Unsent.objects.exists()


def test_it_goes_with_the_draft_or_the_matter_that_is_erased(office):
    """What somebody had begun to write about it would say it once more."""
    draft, matter, other = office.draft(), office.matter(), office.matter()
    settle, stays = (f"{found.get_absolute_url()}settle_matter/" for found in (matter, other))
    begun = [
        (office.author, str(draft.key), draft),
        (office.clerk, settle, None),
        (office.clerk, stays, None),
    ]
    for user, form, report in begun:
        Unsent.objects.create(user=user, form=form, report=report, words=[["note", TYPED]], saved_at=NINE)
    undoing.delete_draft(draft, by=office.author, at=NINE, version=draft.written.version)
    consultations.withdraw_matter(matter, by=office.clerk, at=NINE, checked="called")
    assert [row.form for row in Unsent.objects.all()] == [stays]
