"""The stations' public form: open to strangers, kind to a bad phone, hard on programs."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings as portal
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.ledger.models import Entry
from portal.people.models import Counter, Role
from reports.forms.public import clean_phone
from reports.models import Consultation
from reports.states import MatterState
from reports.tasks import forget as forget_task
from reports.workflow import consultations
from tests.makers import NINE, organisation, person
from tests.policies import policy

SAID = {
    "topic": "小区门口缺路灯", "text": "晚上看不清台阶，建议加装一盏路灯。", "citizen": "周女士",
    "phone": "139 0000 0000", "agree": "on", "website": "",
}  # fmt: skip


@pytest.fixture
def url(office):
    cache.clear()
    intake = consultations.make_address(organisation(), by=office.clerk, at=NINE)
    return reverse("reports:tell_us", args=[intake.code])


def form(**other):
    return SAID | {"key": uuid.uuid4()} | other


def test_a_stranger_tells_and_gets_a_number(client, office, url):
    page = client.get(url)
    assert page.status_code == 200 and organisation().name in page.content.decode()
    answer = client.post(url, form())
    matter = Consultation.objects.get()
    thanks = client.get(answer["Location"]).content.decode()
    assert matter.number in thanks and SAID["text"] not in thanks and SAID["citizen"] not in thanks
    assert (matter.status, matter.kind, matter.phone) == (MatterState.RECEIVED, "suggestion", "13900000000")
    assert matter.notice and not matter.recorded_by


def test_nothing_of_the_citizen_is_in_the_journal(client, url):
    client.post(url, form())
    said = str(list(Entry.objects.values("note", "changes")))
    assert not [word for word in SAID.values() if word and word != "on" and word in said]


BAD = {
    "no topic": {"topic": ""},
    "blank topic": {"topic": "　 \u200b"},
    "long topic": {"topic": "长" * 41},
    "no text": {"text": " "},
    "long text": {"text": "长" * 501},
    "reversed writing": {"text": "路灯\u202egpj.exe"},
    "NUL": {"text": "路灯\0"},
    "no name": {"citizen": ""},
    "long name": {"citizen": "长" * 51},
    "no phone": {"phone": ""},
    "phone in words": {"phone": "没有电话"},
    "short phone": {"phone": "1390000"},
    "long phone": {"phone": "139000000001"},
    "Arabic digits": {"phone": "١٣٩٠٠٠٠٠٠٠٠"},
    "phone as Excel writes it": {"phone": "1.39E+10"},
    "not agreed": {"agree": ""},
    "a program filled in all": {"website": "http://example.test"},
    "forged key": {"key": "1 OR 1=1"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_field_is_named_what_was_typed_stays_and_nothing_is_stored(client, url, bad):
    answer = client.post(url, form(**bad))
    page = answer.content.decode()
    assert answer.status_code == 400 and list(answer.context["form"].errors) == list(bad)
    assert 'role="alert"' in page and ("text" in bad or SAID["text"] in page)
    assert not Consultation.objects.exists() and not Counter.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13900000000", "13900000000"), ("+86 139-0000-0000", "13900000000"),
        ("１３９００００００００", "13900000000"),
        ("0535-6600000", "0535-6600000"), ("（010）66000000", "010-66000000"), ("6600000", "6600000"),
        ("0535 6600000 转 12", "0535-6600000-12"), ("0086 13900000000", "13900000000"),
    ],
)  # fmt: skip
def test_phones_as_people_write_them(typed, kept):
    assert clean_phone(typed) == kept


def test_what_must_be_kept_is_kept_to_the_character(client, url):
    text = "𠮷㐂👨‍👩‍👧<script>{{ x }}'; DROP--=+@“‘—…·" + "😀" * 400
    assert client.post(url, form(text=text)).status_code == 302
    assert Consultation.objects.get().text == text


def test_fields_that_are_not_asked_change_nothing(client, url):
    other = organisation("政协望江区委员会").pk
    client.post(url, form(status="settled", station=other, recorded_by=1, kind="consultation"))
    matter = Consultation.objects.get()
    assert (matter.status, matter.kind, matter.station) == ("received", "suggestion", organisation())


def test_the_same_page_sent_ten_times_is_one_matter_and_counts_once(client, url):
    same = form()
    assert len({client.post(url, same)["Location"] for _ in range(10)}) == 1
    assert Consultation.objects.count() == 1 and {c.count for c in Counter.objects.all()} == {1}


def test_the_same_page_with_other_words_is_a_second_matter_after_one_more_press(client, url):
    same = form()
    client.post(url, same)
    answer = client.post(url, same | {"text": "另外，楼道灯也坏了。"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "另外，楼道灯也坏了。" in page
    fresh = re.search(r'name="key" value="([^"]+)"', page)[1]
    assert client.post(url, same | {"text": "另外，楼道灯也坏了。", "key": fresh}).status_code == 302
    assert Consultation.objects.count() == 2


def test_one_more_than_an_address_may_send_in_an_hour_is_asked_to_wait(client, url, settings):
    policy(public_per_address=2)
    for _ in range(2):
        assert client.post(url, form()).status_code == 302
    answer = client.post(url, form())
    assert answer.status_code == 429 and answer["Retry-After"]
    assert SAID["text"] in answer.content.decode() and SAID["citizen"] in answer.content.decode()
    assert Consultation.objects.count() == 2
    assert client.post(url, form(), REMOTE_ADDR="192.0.2.7").status_code == 302  # somebody else is heard


def test_one_more_than_a_station_takes_in_an_hour_is_asked_to_wait(client, office, url, settings):
    policy(public_per_station=2)
    codes = [client.post(url, form(), REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(3)]
    assert codes == [302, 302, 429]
    other = consultations.make_address(organisation("东湖区古渡联络站", "station"), by=office.clerk, at=NINE)
    assert client.post(reverse("reports:tell_us", args=[other.code]), form()).status_code == 302


def test_the_limit_is_exact_and_begins_anew_with_the_hour(db):
    hour = NINE.replace(minute=0)
    admitted = [Counter.objects.admit({"a": 3}, hour) for _ in range(5)]
    assert admitted == [True] * 3 + [False] * 2
    assert Counter.objects.admit({"a": 3}, hour + timedelta(hours=1))
    assert [Counter.objects.admit({"b": 3, "a": 3}, hour) for _ in range(5)] == [False] * 5
    assert Counter.objects.admit({"b": 1}, hour)  # where one of two is full, the other counts nothing


def addresses_counted():
    return Counter.objects.exclude(name__startswith="station/").values_list("name", flat=True)


def test_an_address_is_kept_only_as_a_keyed_hash(client, url):
    client.post(url, form(), REMOTE_ADDR="192.0.2.77")
    (name,) = addresses_counted()
    assert "192.0.2" not in name and re.fullmatch("[0-9a-f]{64}", name)


@pytest.mark.parametrize(
    ("at", "said", "callers"),
    [
        ("192.0.2.1", ["198.51.100.1", "198.51.100.2"], 1),  # anybody can write that header
        ("127.0.0.1", ["198.51.100.1", "198.51.100.2"], 1),
        ("", ["198.51.100.1", "198.51.100.2"], 2),  # the socket, which only the front server reaches
        ("", ["2001:db8::1", "2001:db8::2"], 1),  # one line of IPv6
        ("", ["::ffff:192.0.2.1", "::ffff:192.0.2.2"], 2),
        ("", ["nonsense", "", "1" * 5000, "9.9.9.9, 198.51.100.1"], 1),
    ],
)
def test_whose_address_counts(client, url, at, said, callers):
    for each in said:
        answer = client.post(url, form(), headers={"x-forwarded-for": each}, REMOTE_ADDR=at)
        assert answer.status_code == 302
    assert addresses_counted().count() == callers


@pytest.mark.parametrize("code", ["nothing", "a" * 500, "1", "../../etc"])
def test_a_code_that_is_none_is_404(client, url, code):
    assert client.get(f"/s/{code}/").status_code == 404
    assert client.post(f"/s/{code}/", form()).status_code == 404


def test_a_number_is_shown_only_under_its_station_and_key(client, office, url):
    client.post(url, form())
    key, code = Consultation.objects.get().key, url.split("/")[2]
    other = consultations.make_address(organisation("东湖区古渡联络站", "station"), by=office.clerk, at=NINE)
    recorded = office.matter()
    Consultation.objects.filter(pk=recorded.pk).update(recorded_by=office.clerk)
    assert client.get(f"/s/{code}/{key}/").status_code == 200
    for wrong in (f"/s/{other.code}/{key}/", f"/s/{code}/{uuid.uuid4()}/", f"/s/{code}/{recorded.key}/"):
        assert client.get(wrong).status_code == 404


def test_a_replaced_address_stops_working(client, office, url):
    fresh = consultations.make_address(organisation(), by=office.clerk, at=NINE)
    assert client.get(url).status_code == 404
    assert client.get(f"/s/{fresh.code}/").status_code == 200
    assert Entry.objects.filter(kind="make_address").count() == 2


def test_name_and_phone_are_erased_after_their_time_and_the_matter_stays(client, office, url):
    ended = office.matter(MatterState.SETTLED)
    open_one = office.matter()
    keep = timedelta(days=180)
    assert consultations.forget(ended.ended_at + keep - timedelta(minutes=1)) == 0
    assert consultations.forget(ended.ended_at + keep + timedelta(minutes=1)) == 1
    assert consultations.forget(ended.ended_at + keep + timedelta(days=900)) == 0
    ended.refresh_from_db(), open_one.refresh_from_db()
    assert (ended.citizen, ended.phone) == ("", "") and ended.text and open_one.phone


def test_counters_live_a_day(db):
    Counter.objects.admit({"a": 1}, timezone.now() - timedelta(hours=30))
    Counter.objects.admit({"b": 1}, timezone.now())
    forget_task()
    assert Counter.objects.get().name == "b"


def test_the_poster_leads_to_the_form(client, office, url):
    client.force_login(person("liaison", Role.LIAISON))
    page = client.get(reverse("reports:poster", args=[organisation().pk])).content.decode()
    assert portal.BASE_URL + url in page and "<svg viewBox" in page and "style=" not in page
