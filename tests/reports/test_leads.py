"""A lead reaches its audience and nobody else, is answered while it is open, and counts what came of it."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from portal.days import workdays
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import Organisation, Role, User
from reports.models import Lead, Report
from reports.models.leads import audience
from reports.states import State
from reports.workflow import leads
from tests.makers import NINE, TEXT, moment, organisation, person

K = Organisation.Kind
LAST = date(2026, 3, 20)  # the closing date of the makers' lead
FIELDS = TEXT | {"category": "urban", "occasion": "daily_life", "version": 0, "action": "check"}


@pytest.fixture
def town(office):
    """Informants here and there: {name: person}."""
    county = organisation("政协云岭县委员会")
    station = Organisation.objects.create(name="云岭县城关联络站", kind=K.STATION, parent=county)
    group = organisation("第一界别活动组", K.SECTOR_GROUP)
    people = {
        "county": person("county", Role.INFORMANT, at=county),
        "station": person("station", Role.INFORMANT, at=station),
        "sector": person("sector", Role.INFORMANT, at=group),
        "silent": person("silent", Role.LIAISON, at=group),
        "gone": person("gone_informant", Role.INFORMANT, at=group),
    }
    User.objects.filter(username="gone_informant").update(is_active=False)
    return people | {"of": {"county": county, "station": station, "sector": group}}


def names(users):
    return {user.username for user in users}


def test_the_audience_is_the_union_of_what_is_chosen_each_person_once(town, office):
    of = town["of"]
    assert names(audience(kinds=[K.STATION])) == {"station"}
    assert names(audience(organisations=[of["county"]])) == {"county", "station"}  # with those under it
    assert names(audience(organisations=[of["sector"]])) == {"sector"}  # no liaison, nobody who has left
    union = list(audience([K.SECTOR_GROUP, K.STATION], [of["county"]], [office.author, town["sector"]]))
    assert names(union) == {"author", "county", "station", "sector"} and len(union) == 4
    assert not audience()


def test_a_lead_is_seen_by_those_it_reached_and_the_office_alone(town, office):
    lead = office.lead(people=[], kinds=[K.STATION])
    seen = {u.username for u in User.objects.all() if lead in Lead.objects.visible_to(office.hats(u))}
    assert seen == {"station", "clerk", "editor", "vetter", "chair", "signer", "supervisor"}


def test_who_comes_later_is_not_reached(town, office):
    lead = office.lead(people=[], kinds=[K.STATION])
    later = person("later", Role.INFORMANT, at=town["of"]["station"])
    assert lead not in Lead.objects.visible_to(office.hats(later))


def test_the_same_form_twice_is_one_lead_and_other_words_are_told(office):
    key = uuid.uuid4()
    assert office.lead(key=key) == office.lead(key=key)
    assert Entry.objects.filter(kind="publish_lead").count() == 1
    with pytest.raises(TooLate):
        office.lead(key=key, topic="另一个主题")


@pytest.mark.parametrize(
    "bad", [{"people": []}, {"closes_on": date(2026, 3, 9)}, {"closes_on": date(2026, 3, 21)}]
)
def test_nobody_yesterday_and_a_saturday_are_refused_and_nothing_is_kept(office, bad):
    with pytest.raises(ValidationError):
        office.lead(**bad)
    assert not Lead.objects.exists() and not Entry.objects.exists()


def test_only_the_office_publishes(office):
    for user in (office.author, office.signer, office.supervisor, office.leader):
        with pytest.raises(PermissionDenied):
            leads.publish_lead(
                by=user, at=NINE, key=uuid.uuid4(), topic="x", why="x", closes_on=LAST, people=[office.author]
            )


def test_it_is_answered_until_the_end_of_its_closing_date(office):
    lead = office.lead()
    assert office.draft(moment("03-20 23:59"), source=lead).source == lead
    with pytest.raises(TooLate):
        office.draft(moment("03-21 00:00"), source=lead)
    with pytest.raises(TooLate):  # it was not published to this one
        office.draft(source=lead, by=office.joint)
    assert Report.objects.count() == 1


def test_closed_early_it_takes_no_more_but_what_was_begun_may_be_filed(office):
    lead = office.lead()
    draft = office.draft(source=lead)
    leads.close_lead(lead, by=office.editor, at=NINE, note="已了解清楚。")
    with pytest.raises(TooLate):
        office.draft(source=lead)
    office.submitted(draft, NINE + timedelta(hours=1))
    assert lead.counts() == {"came": 1, "adopted": 0}


def test_nobody_owes_an_answer(office):
    office.lead()
    assert not Duty.objects.exists()


def test_what_came_of_it_is_counted_alike_on_the_page_and_in_the_list(office):
    lead = office.lead()
    (
        office.draft(source=lead),
        office.report(State.KEPT, source=lead),
        office.report(State.SIGNED, source=lead),
    )
    assert lead.counts() == {"came": 2, "adopted": 1}
    [row] = Lead.objects.counted()
    assert (row.came, row.adopted) == (2, 1)


@pytest.fixture
def open_lead(office):
    """Open at the real hour, at which pages are asked for."""
    day = workdays.load().next_working(timezone.localdate() + timedelta(days=3))
    return office.lead(at=timezone.now(), closes_on=day)


def test_one_press_begins_the_report_that_answers_it(client, office, open_lead):
    client.force_login(office.author)
    page = client.get(open_lead.get_absolute_url()).content.decode()
    write = f"{reverse('reports:new')}?lead={open_lead.pk}"
    assert write in page and open_lead.topic in client.get(write).content.decode()
    client.post(write, FIELDS | {"key": uuid.uuid4()})
    report = office.author.reports.get()
    assert report.source == open_lead
    assert open_lead.topic in client.get(reverse("reports:write", args=[report.pk])).content.decode()
    assert open_lead.get_absolute_url() in client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize("pk", ["0", "x", "1;", "9" * 18, "9" * 400, "１", "", "-1"])
def test_a_lead_that_is_none_is_not_found(client, office, pk):
    client.force_login(office.author)
    assert client.get(reverse("reports:new"), {"lead": pk}).status_code == 404


def test_a_lead_of_others_is_not_found_by_its_number(client, office, open_lead):
    client.force_login(office.joint)
    answer = client.post(f"{reverse('reports:new')}?lead={open_lead.pk}", FIELDS | {"key": uuid.uuid4()})
    assert answer.status_code == 404 and not Report.objects.exists()


def test_a_report_typed_while_it_was_closed_is_shown_to_be_copied(client, office, open_lead):
    client.force_login(office.author)
    leads.close_lead(open_lead, by=office.clerk, at=timezone.now())
    write = f"{reverse('reports:new')}?lead={open_lead.pk}"
    answer = client.post(write, FIELDS | {"key": uuid.uuid4()})
    assert answer.status_code == 409 and TEXT["advice"] in answer.content.decode()
    assert not Report.objects.exists()
    assert client.get(write).headers["Location"] == open_lead.get_absolute_url()
    assert write not in client.get(open_lead.get_absolute_url()).content.decode()


def test_the_office_sees_who_has_read_and_answered(client, office, open_lead):
    client.force_login(office.clerk)
    see = {"reached": 1, "read": 0, "answered": 0}
    assert client.get(open_lead.get_absolute_url()).context["reading"] == see
    client.force_login(office.author)
    mark = reverse("reports:mark_lead_read", args=[open_lead.pk])
    assert mark in client.get(open_lead.get_absolute_url()).content.decode()
    assert client.post(mark).url == open_lead.get_absolute_url()
    assert mark not in client.get(open_lead.get_absolute_url()).content.decode()
    report = office.draft(timezone.now(), source=open_lead)
    client.force_login(office.clerk)
    assert client.get(open_lead.get_absolute_url()).context["reading"] == see | {"read": 1}
    office.submitted(report, timezone.now())
    page = client.get(open_lead.get_absolute_url())
    assert page.context["reading"] == {"reached": 1, "read": 1, "answered": 1}
    assert report.get_absolute_url() in page.content.decode()


def published(client, town, **other):
    day = workdays.load().next_working(timezone.localdate() + timedelta(days=3))
    sent = {"key": uuid.uuid4(), "topic": "防汛", "why": "请反映。", "closes_on": day, "kinds": ["station"]}
    return client.post(reverse("reports:publish_lead"), sent | other)


def test_how_many_it_reaches_is_shown_before_it_goes_out(client, office, town):
    client.force_login(office.clerk)
    answer = published(client, town, action="publish")  # without having been shown
    assert answer.context["reached"]["count"] == 1 and not Lead.objects.exists()
    digest = answer.context["reached"]["digest"]
    wider = published(client, town, action="publish", reached=digest, people="author")
    assert wider.context["reached"]["count"] == 2 and not Lead.objects.exists()
    answer = published(client, town, action="publish", reached=digest)
    assert answer.headers["Location"] == Lead.objects.get().get_absolute_url()


BAD = {
    "nobody of this name": {"people": "无此人"},
    "several of this name": {"people": "namesake"},
    "no such organisation": {"organisations": "无此单位"},
    "several organisations": {"organisations": "县"},
    "forged kind": {"kinds": ["handling_unit"]},
    "no topic": {"topic": " "},
    "a past day": {"closes_on": "2020-01-06"},
    "no day": {"closes_on": "31.2."},
    "too many names": {"people": "、".join(f"n{n}" for n in range(201))},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_field_is_named_and_what_was_typed_stays(client, office, town, bad):
    for username in ("one", "two"):
        person(username, Role.INFORMANT, at=organisation(f"{username}县委员会"))
    User.objects.filter(username__in=["one", "two"]).update(name="namesake")
    client.force_login(office.clerk)
    answer = published(client, town, **bad)
    assert answer.status_code == 400 and list(answer.context["form"].errors) == list(bad)
    assert "请反映。" in answer.content.decode() and not Lead.objects.exists()


def test_names_are_told_apart_by_organisation_and_found_by_a_part(client, office, town):
    for username in ("one", "two"):
        person(username, Role.INFORMANT, at=organisation(f"{username}区委员会"))
    User.objects.filter(username__in=["one", "two"]).update(name="namesake")
    client.force_login(office.clerk)
    answer = published(
        client, town, kinds=[], people="namesake（two区）、author；author", organisations="城关"
    )
    assert names(answer.context["form"].reached) == {"two", "author", "station"}
