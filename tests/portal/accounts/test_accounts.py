"""Accounts made, changed, switched off and on: by whom, what goes on, and what the journal says."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Standing, standing, standing_of
from portal.accounts.workflow import accounts
from portal.ledger.engine import decided
from portal.ledger.models import Duty, Entry
from portal.people.models import Hat, Role, Seat, User
from reports.states import State
from tests.makers import NINE, organisation, person, seat
from tests.races import at_once

NOTE = "已调离。"


@pytest.fixture
def system(office):
    return person("system", Role.SYSTEM_ADMIN)


def said(**other):
    return {
        "username": "zhang.san",
        "name": "张三",
        "organisation": organisation(),
        "roles": ["informant"],
    } | other


def create(by, **other):
    return accounts.create_account(by=by, at=NINE, **said(**other))


def close(user, by, **other):
    accounts.close_account(user, by=by, at=NINE, note=NOTE, **other)


def test_a_new_account_has_no_password_and_its_roles_and_a_line(system):
    user = create(system)
    assert not user.has_usable_password() and standing_of(user) == Standing.NEW
    assert [*user.hats.values_list("role", flat=True)] == ["informant"]
    entry = Entry.objects.about(user).get()
    assert (entry.kind, entry.actor, entry.changes["roles"]) == (
        "create_account",
        system,
        [[], ["informant"]],
    )


def test_the_same_said_twice_is_one_account_and_another_one_is_refused(system):
    assert create(system) == create(system)
    assert Entry.objects.filter(kind="create_account").count() == 1
    for other in ({"name": "李四"}, {"roles": ["liaison"]}, {"username": "Zhang.San"}):
        with pytest.raises(ValidationError):
            create(system, **other)


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_make_one_account():
    system = person("system", Role.SYSTEM_ADMIN)
    assert len({user.pk for user in at_once(20, lambda _n: create(system))}) == 1
    assert Entry.objects.filter(kind="create_account").count() == 1


@pytest.mark.parametrize("role", [*Role.values[-3:], "clerk", "signer", "vetter", "chair"])
def test_no_administrator_gives_what_goes_with_a_post(system, role):
    with pytest.raises(PermissionDenied):
        create(system, roles=[role])
    user = create(system)
    with pytest.raises(PermissionDenied):
        accounts.change_account(
            user, by=system, at=NINE, version=1, username="z", email="", phone="", roles=[role]
        )


@pytest.mark.parametrize("who", ["system", "security", "audit", "proposed"])
def test_nobody_touches_the_own_account_nor_that_of_an_administrator(system, who):
    roles = {"security": [Role.SECURITY_ADMIN], "audit": [Role.AUDIT_ADMIN]}.get(who, [])
    user = system if who == "system" else person(who, *roles)
    if who == "proposed":
        Seat.objects.create(post_id="security", user=user, since=NINE.date(), status="proposed")
    with pytest.raises(PermissionDenied):
        close(user, system)
    client = Client()
    client.force_login(system)
    for page in ("change_account", "close_account", "give_link"):
        assert client.post(reverse(page, args=[user.pk])).status_code == 403
    answer = client.post(reverse("give_codes"), {"which": "ticked", "user": [user.pk], "seen": 0})
    assert answer.status_code == 302 and not user.ways.exists()


def test_who_was_an_administrator_is_a_person_like_others(system):
    user = person("former")
    Seat.objects.create(post_id="security", user=user, since=NINE.date(), until=NINE.date())
    close(user, system)
    assert not User.objects.get(pk=user.pk).is_active


def test_odd_and_long_names_are_refused_in_words_and_full_width_ones_read(system, client):
    client.force_login(system)
    sent = {"username": "zhang", "name": "张三", "organisation": organisation().pk}
    for username in ("a b", "a" * 31, "<b>", "", "\u200b"):
        answer = client.post(reverse("create_account"), sent | {"username": username})
        assert answer.status_code == 400 and answer.context["form"].errors["username"]
    assert client.post(reverse("create_account"), sent | {"name": "长" * 51}).status_code == 400
    assert client.post(reverse("create_account"), sent | {"username": "ｚｈａｎｇ"}).status_code == 302
    assert User.objects.get(username="zhang").name == "张三"


def test_a_role_that_is_taken_away_ends_at_the_next_request(system, office, client):
    client.force_login(office.author)
    assert client.get(reverse("reports:new")).status_code != 403
    before = decided(office.author).count()
    accounts.change_account(
        office.author, by=system, at=NINE, version=before, username="author", email="", phone="", roles=[]
    )
    assert client.get(reverse("reports:new")).status_code == 403
    changed = Entry.objects.about(office.author).last().changes
    assert changed["roles"] == [["informant"], []] and changed["email"] == ["author@example.test", ""]


def test_of_two_administrators_at_once_the_second_sees_what_the_first_did(system, office, client):
    page = reverse("change_account", args=[office.author.pk])
    sent = {
        "username": "author",
        "email": "a@example.test",
        "phone": "",
        "roles": ["informant"],
        "version": 0,
    }
    client.force_login(system)
    assert client.post(page, sent).status_code == 302
    client.force_login(person("other_system", Role.SYSTEM_ADMIN))
    answer = client.post(page, sent | {"email": "b@example.test"})
    assert answer.status_code == 409 and answer.context["form"].overtaken["who"] == system
    assert User.objects.get(pk=office.author.pk).email == "a@example.test"


def test_what_is_owed_goes_to_its_post_and_nothing_is_left_without_a_holder(system, office):
    report = office.report(State.EDITING)
    asked = office.commission()
    assert {duty.person for duty in Duty.objects.open().filter(person__isnull=False)} >= {
        report.taken_by, office.author
    }  # fmt: skip
    close(office.author, system)
    duty = Duty.objects.about(asked).open().get()
    assert (duty.person, duty.post_id) == (None, "clerk")
    assert not Duty.objects.open().filter(person=office.author).exists()
    line = Entry.objects.about(office.author).last()
    assert line.kind == "close_account" and line.note == NOTE and line.changes["passed_on"] == 1


def test_the_page_shows_what_is_owed_and_where_it_goes(system, office, client):
    office.commission()
    client.force_login(system)
    page = client.get(reverse("close_account", args=[office.author.pk]))
    [duty] = page.context["duties"]
    assert str(duty.goes_to) in page.content.decode()


def test_the_last_officer_of_a_unit_that_owes_something_needs_a_successor(system, office):
    office.report(State.HANDLING)
    with pytest.raises(ValidationError):
        close(office.officer, system)
    assert User.objects.get(pk=office.officer.pk).is_active
    follower = person("follower", at=office.unit)
    close(office.officer, system, successor=follower)
    hats = Hat.objects.filter(role="officer", organisation=office.unit)
    assert [hat.user for hat in hats] == [follower]
    assert not Duty.objects.stranded(timezone.localdate()).exists()


def test_nor_is_the_role_of_the_last_officer_taken_away(system, office):
    office.report(State.HANDLING)
    with pytest.raises(ValidationError):
        accounts.change_account(
            office.officer, by=system, at=NINE, version=0, username="officer", email="", phone="", roles=[]
        )


def test_a_post_that_no_other_covers_keeps_its_last_holder(system, office):
    top = office.signer.seats.get().post
    top.covered_by = None
    top.save()
    with pytest.raises(ValidationError):
        close(office.signer, system)
    assert User.objects.get(pk=office.signer.pk).is_active


def test_seats_end_with_the_account_and_do_not_come_back(system, office):
    user = person("second_clerk")
    now, later = seat("clerk", user), seat("vetter", user, since=NINE.date().replace(year=2027))
    close(user, system)
    accounts.open_account(user, by=system, at=NINE)
    now.refresh_from_db(), later.refresh_from_db()
    assert (now.until, later.status) == (NINE.date(), "dropped")


def test_switched_off_twice_is_once_and_all_sessions_are_over(system, office, client):
    client.force_login(office.author)
    close(office.author, system)
    close(office.author, system)
    assert Entry.objects.filter(kind="close_account").count() == 1
    assert client.get("/").headers["Location"].startswith("/login/")


def test_the_list_tells_the_three_states_apart_and_who_only_reads_prints_nothing(system, office, client):
    person("never"), person("gone")
    User.objects.filter(username="gone").update(is_active=False)
    User.objects.filter(username="author").update(last_login=NINE)
    for state in Standing.values:
        client.force_login(system)
        page = client.get(reverse("accounts"), {"state": state, "size": 100})
        assert {user.pk for user in page.context["page"]} == {
            *User.objects.filter(standing(state)).values_list("pk", flat=True)
        }
    client.force_login(office.security)
    page = client.get(reverse("accounts"))
    assert not page.context["keeps"] and "give_codes" not in page.content.decode()
    assert client.post(reverse("give_codes"), {"which": "all"}).status_code == 403
