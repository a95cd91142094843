"""People: found however a name is written, changed from a day on, with what was before kept."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate, decided
from portal.ledger.models import Entry, Untold
from portal.people.models import Belonging, Hat, Membership, Role, Sector, Term, User
from portal.persons.names import called
from portal.persons.workflow.people import arrive, change_membership, edit_person, move_person, words
from portal.persons.workflow.reading import Register, differences
from reports.states import State
from tests.makers import NINE, Office, organisation, person

TODAY = local_day(NINE)


@pytest.fixture
def office(db):
    return Office()


@pytest.mark.parametrize(
    ("name", "sought"),
    [
        ("王　强", "王强"), ("王强", "王 强"), ("买买提·吐尔逊", "买买提•吐尔逊"),
        ("买买提吐尔逊", "买买提・吐"),
        ("阿依古丽．艾山", "古丽艾山"), ("哈那提‧别克", "哈那提·别克"), ("John Smith", "ｊohnsmith"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(db, name, sought):
    there, other = person(name), person("别人")
    assert list(called(User.objects.all(), sought)) == [there]
    there.other_names.create(name="艾力·曾用名")
    assert list(called(User.objects.all(), "力曾用")) == [there] != [other]


def test_what_is_edited_is_journalled_and_told_to_the_person(office):
    who = office.author
    said = {
        "name": who.name,
        "other_names": ["王 强"],
        "party": "cdl",
        "phone": "13800000000",
        "email": who.email,
    }
    edit_person(
        who, by=office.clerk, at=NINE, version=decided(who).count(), expertise=["水利", "教育"], **said
    )
    entry = decided(who).last()
    assert entry.changes["party"] == ["", "cdl"] and words(who, "expertise") == ["水利", "教育"]
    assert Untold.objects.filter(entry=entry).exists() and entry.line.tell.circle(entry) == [who]
    with pytest.raises(TooLate):
        edit_person(who, by=office.clerk, at=NINE, version=0, phone="1")
    with pytest.raises(PermissionDenied):
        edit_person(who, by=who, at=NINE, phone="1")


def test_nobody_else_sets_the_mail_of_whoever_signs_in(office):
    """A link to set a password goes there."""
    who = person("somebody")
    edit_person(who, by=office.clerk, at=NINE, email="first@example.org")
    User.objects.filter(pk=who.pk).update(last_login=NINE)
    with pytest.raises(PermissionDenied):
        edit_person(who, by=office.clerk, at=NINE, email="clerk@example.org")
    row = {
        "sheet": "一",
        "row": 2,
        "values": {"name": who.name, "email": "clerk@example.org"},
        "problems": [],
    }
    [found] = differences([row], Register(TODAY), None)
    assert "email" not in found["said"] and not found["changes"]
    assert User.objects.get(pk=who.pk).email == "first@example.org"


def test_a_move_of_today_holds_at_once_and_earlier_reports_keep_their_organisation(office):
    report, old = office.report(State.SUBMITTED), office.author.organisation
    new = organisation("望江区教育联络站", "station")
    move_person(office.author, by=office.clerk, at=NINE, organisation=new, position="校长", since=TODAY)
    who = User.objects.get(pk=office.author.pk)
    assert (who.organisation, who.position) == (new, "校长")
    report.refresh_from_db()
    assert report.organisation == old
    rows = list(who.belongings.values_list("organisation__name", "until"))
    assert rows == [(old.name, TODAY - timedelta(days=1)), (new.name, None)]
    assert Hat.objects.get(user=who, role=Role.INFORMANT).organisation == new


def test_a_move_of_a_day_to_come_waits_for_the_sweep(office):
    new, day = organisation("望江区教育联络站", "station"), TODAY + timedelta(days=3)
    old = office.author.organisation
    move_person(office.author, by=office.clerk, at=NINE, organisation=new, position="", since=day)
    assert arrive(NINE) == 0
    assert User.objects.get(pk=office.author.pk).organisation == old
    with pytest.raises(ValidationError):  # what is planned is not overtaken unseen
        move_person(office.author, by=office.clerk, at=NINE, organisation=new, position="站长", since=TODAY)
    assert arrive(NINE + timedelta(days=3)) == 1
    assert arrive(NINE + timedelta(days=3)) == 0
    assert User.objects.get(pk=office.author.pk).organisation == new
    assert Entry.objects.about(office.author).last().kind == "arrive"


def test_the_database_knows_one_place_and_one_membership_a_day(office):
    since = date(2026, 1, 1)
    term = Term.objects.create(name="第十届", since=since)
    Belonging.objects.create(user=office.author, organisation=office.author.organisation, since=since)
    Membership.objects.create(user=office.author, term=term, level="city", since=since)
    with pytest.raises(IntegrityError, match="belongs_once"), transaction.atomic():
        Belonging.objects.create(user=office.author, organisation=office.author.organisation, since=TODAY)
    with pytest.raises(IntegrityError, match="member_once"), transaction.atomic():
        Membership.objects.create(user=office.author, term=term, level="city", since=TODAY)
    Membership.objects.create(user=office.author, term=term, level="county", since=TODAY)


def test_a_membership_changes_and_ends_from_a_day_on(office):
    who, said = office.author, {"by": office.clerk, "at": NINE, "level": "city"}
    with pytest.raises(ValidationError):
        change_membership(who, since=TODAY, **said)  # no term
    term = Term.objects.create(name="第十届", since=date(2022, 1, 1))
    sector = Sector.objects.create(term=term, name="教育界")
    change_membership(who, since=date(2026, 1, 1), **said)
    change_membership(who, since=TODAY, sector=sector, standing=True, **said)
    change_membership(who, since=TODAY + timedelta(days=1), member=False, **said)
    rows = who.memberships.values_list("since", "until", "standing", "sector")
    day = timedelta(days=1)
    assert list(rows) == [(date(2026, 1, 1), TODAY - day, False, None), (TODAY, TODAY, True, sector.pk)]


def test_the_list_and_the_page(office, client):
    person("买买提·吐尔逊", Role.INFORMANT)
    client.force_login(office.clerk)
    page = client.get(reverse("people"), {"q": "买买提吐尔逊"}).content.decode()
    assert "买买提·吐尔逊" in page and office.author.name not in page.partition("<main")[2]
    office.report(State.SUBMITTED)
    assert client.get(reverse("person", args=[office.author.pk])).status_code == 200
    answer = client.post(
        reverse("move_person", args=[office.author.pk]),
        {"organisation": office.author.organisation_id, "position": "校长", "since": TODAY, "version": 0},
    )
    assert answer.status_code == 302
