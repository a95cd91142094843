"""Organisations as the register keeps them: added, described, renamed, moved."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from portal.ledger.engine import TooLate, decided
from portal.ledger.models import Entry
from portal.people.models import Organisation, Role
from portal.register.workflow import organisations as verbs
from tests.makers import NINE, Office, organisation, person
from tests.races import at_once, kinds

K = Organisation.Kind
TODAY = NINE.date()


def added(office, name="清源县委员工作室", kind=K.MEMBER_STUDIO, **more):
    return verbs.add_organisation(by=office.clerk, at=NINE, name=name, kind=kind, **more)


def test_the_clerk_and_the_system_administrator_keep_it_and_nobody_else(office):
    system = person("system", Role.SYSTEM_ADMIN)
    for n, keeper in enumerate([office.clerk, system]):
        assert verbs.add_organisation(by=keeper, at=NINE, name=f"联络站{n}", kind=K.STATION).pk
    for other in (office.editor, office.signer, office.officer, office.author, office.security):
        with pytest.raises(PermissionDenied):
            verbs.add_organisation(by=other, at=NINE, name="别的", kind=K.STATION)


def test_the_same_said_twice_is_one_and_the_journal_says_who(office):
    home = organisation()
    first, second = added(office, parent=home), added(office, parent=home)
    assert first == second and Entry.objects.filter(kind="add_organisation").count() == 1
    assert Entry.objects.get(kind="add_organisation").changes["parent"] == home.name


@pytest.mark.parametrize("name", ["政协东湖区委员会", "政协 东湖区　委员会", "政协东湖区委员会 "])
def test_no_two_have_one_name_whatever_its_spaces(office, name):
    organisation()
    with pytest.raises(ValidationError):
        added(office, name=name, kind=K.STATION)


def test_full_width_letters_are_no_other_name(office):
    added(office, name="第1联络站A")
    with pytest.raises(ValidationError):
        added(office, name="第１联络站ａ")


def test_each_day_has_its_name(office):
    place = added(office, name="甲局", kind=K.HANDLING_UNIT)
    for name, since in [("乙局", date(2025, 5, 1)), ("丙局", date(2026, 1, 1))]:
        verbs.rename_organisation(place, by=office.clerk, at=NINE, name=name, since=since)
    place.refresh_from_db()
    days = {
        date(2024, 1, 1): "甲局", date(2025, 4, 30): "甲局", date(2025, 5, 1): "乙局",
        date(2025, 12, 31): "乙局", date(2026, 1, 1): "丙局", TODAY: "丙局",
    }  # fmt: skip
    assert {day: place.name_on(day) for day in days} == days
    last = Entry.objects.filter(kind="rename_organisation").last()
    assert last.changes == {"name": ["乙局", "丙局"], "since": "2026-01-01"}


@pytest.mark.parametrize("since", [TODAY + timedelta(days=1), date(2025, 5, 1), date(2024, 1, 1)])
def test_a_name_begins_neither_to_come_nor_before_the_last_one(office, since):
    place = added(office)
    verbs.rename_organisation(place, by=office.clerk, at=NINE, name="新名", since=date(2025, 5, 1))
    with pytest.raises(ValidationError):
        verbs.rename_organisation(place, by=office.clerk, at=NINE, name="更新名", since=since)


def test_the_tree_never_becomes_a_circle(office):
    top = added(office, name="上")
    middle = added(office, name="中", parent=top)
    low = added(office, name="下", parent=middle)
    for below in (top, middle, low):
        with pytest.raises(ValidationError):
            verbs.move_organisation(top, by=office.clerk, at=NINE, parent=below, kind=top.kind)
    verbs.move_organisation(low, by=office.clerk, at=NINE, parent=top, kind=K.STATION)
    low.refresh_from_db()
    assert low.parent == top and low.kind == K.STATION


def put_into_each_other():
    """Two at once: each of two organisations is put under the other."""
    office = Office()
    pair = [added(office, name=name) for name in "甲乙"]

    def move(n):
        mine, other = (Organisation.objects.get(pk=each.pk) for each in (pair[n], pair[1 - n]))
        verbs.move_organisation(mine, by=office.clerk, at=NINE, parent=other, kind=mine.kind)

    return at_once(2, move)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_no_circle():
    assert kinds(put_into_each_other()) == {"done": 1, "ValidationError": 1}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_add_one_name_once(monkeypatch):
    office = Office()
    names = ["第1站", "第 1 站", "第１站", "第1 站"]
    assert kinds(at_once(4, lambda n: added(office, name=names[n]))) == {"done": 1, "ValidationError": 3}
    monkeypatch.setattr(verbs, "one_change", lambda: None)  # the control
    names = ["第2站", "第 2 站", "第２站", "第2 站"]
    assert kinds(at_once(4, lambda n: added(office, name=names[n])))["done"] > 1


def test_a_handling_unit_with_open_matters_stays_one(office):
    office.report("handling")
    with pytest.raises(ValidationError):
        verbs.move_organisation(office.unit, by=office.clerk, at=NINE, parent=None, kind=K.STATION)


def test_nothing_is_overwritten_unseen(office):
    place = added(office)
    version = decided(place).count()
    verbs.edit_organisation(place, by=office.clerk, at=NINE, version=version, phone="0535-1")
    with pytest.raises(TooLate):
        verbs.edit_organisation(place, by=office.clerk, at=NINE, version=version, phone="0535-2")


# ---- On pages ----


def test_the_pages_show_what_it_is_and_was(office, client):
    home = organisation()
    place = added(office, name="老站", kind=K.STATION, parent=home)
    client.force_login(office.clerk)
    said = {"name": "新站", "since": "2026-02-01", "version": decided(place).count()}
    assert client.post(reverse("rename_organisation", args=[place.pk]), said).status_code == 302
    client.force_login(office.editor)
    page = client.get(place.get_absolute_url()).content.decode()
    assert "新站" in page and "老站" in page and home.name in page
    found = client.get(reverse("organisations"), {"q": "老站"})
    assert [row.name for row in found.context["page"].object_list] == ["新站"]
    assert "新站" in client.get(reverse("organisation_tree")).content.decode()


def test_a_stale_page_comes_again_with_what_stands(office, client):
    place = added(office)
    client.force_login(office.clerk)
    said = {"address": "甲路1号", "version": decided(place).count()}
    assert client.post(reverse("edit_organisation", args=[place.pk]), said).status_code == 302
    answer = client.post(reverse("edit_organisation", args=[place.pk]), said | {"address": "乙路2号"})
    assert answer.status_code == 409 and "甲路1号" in answer.content.decode()
