"""Leave: who acts while somebody is away, entered on a page, ended in time."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal.ledger.models import Duty, Entry
from portal.people.models import Absence, Post, Role, Seat
from portal.people.roles import acting, hats_of, wearing
from reports.states import State
from tests.makers import person, seat

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)


def absent(user, since=TODAY, until=TODAY):
    return Absence.objects.create(user=user, since=since, until=until)


@pytest.fixture
def deputy(office):
    return person("deputy", at=Post.objects.get(pk="signer").organisation)


def form(user, since, until, stand_in=None):
    return {"user": user.pk, "since": since, "until": until, "stand_in": stand_in.pk if stand_in else ""}


@pytest.mark.parametrize(("day", "sits"), [(-1, True), (0, False), (1, False), (2, True)])
def test_whoever_is_on_leave_sits_nowhere_on_these_days(office, day, sits):
    absent(office.signer, TODAY, TODAY + DAY)
    assert ("signer" in hats_of(office.signer, TODAY + day * DAY).posts) is sits


def test_the_post_above_acts_only_while_nobody_is_there(office, deputy):
    absent(office.signer)
    assert "signer" in hats_of(office.chair, TODAY).posts
    assert hats_of(office.chair, TODAY).has(Role.SIGNER, Role.CHAIR)
    assert "signer" not in hats_of(office.chair, TODAY + DAY).posts
    seat("signer", deputy, since=TODAY, until=TODAY, stand_in=True)
    office.chair._hats_day = None
    assert "signer" not in hats_of(office.chair, TODAY).posts


def test_when_the_stand_in_falls_ill_too_the_post_above_acts(office, deputy):
    seat("signer", deputy, since=TODAY, until=TODAY, stand_in=True)
    absent(office.signer), absent(deputy)
    assert acting(TODAY)["signer"] == [office.chair]
    assert not hats_of(deputy, TODAY).posts


def test_the_way_up_may_have_several_steps_and_ends_in_an_alarm(office):
    office.report(State.SUBMITTED)
    absent(office.clerk), absent(office.signer)
    assert acting(TODAY)["clerk"] == [office.chair]
    assert not Duty.objects.stranded(TODAY).exists()
    absent(office.chair)
    assert acting(TODAY)["clerk"] == []
    assert Duty.objects.stranded(TODAY).get().kind == "review"


def test_what_an_absent_editor_has_is_an_alarm_until_a_colleague_takes_it_over(office):
    office.report(State.EDITING)
    Duty.objects.open().update(person=office.editor)
    assert not Duty.objects.stranded(TODAY).exists()
    absent(office.editor)
    assert Duty.objects.stranded(TODAY).get().kind == "edit"
    assert office.editor not in wearing([Role.EDITOR], TODAY)


def test_two_posts_covering_each_other_do_not_turn_in_a_circle(office):
    Post.objects.filter(code="chair").update(covered_by="signer")
    absent(office.signer), absent(office.chair)
    assert acting(TODAY)["signer"] == []
    assert hats_of(office.clerk, TODAY).posts == {"clerk"}


def test_leave_names_a_stand_in_for_all_posts_of_the_person(office, deputy, client):
    seat("chair", office.signer)
    client.force_login(office.signer)
    today = timezone.localdate()
    said = form(office.signer, today, today + 3 * DAY, deputy)
    assert client.post(reverse("leave"), said).status_code == 302
    assert hats_of(deputy, today).posts == {"signer", "chair"}
    assert {entry.kind for entry in Entry.objects.filter(actor=office.signer)} == {"enter_leave"}
    assert "deputy" in client.get(reverse("leave")).content.decode()


@pytest.mark.parametrize("begun", [True, False])
def test_back_early_ends_the_stand_in_with_the_leave(office, deputy, client, begun):
    today = timezone.localdate()
    leave = absent(office.signer, today + (-2 * DAY if begun else DAY), today + 5 * DAY)
    Seat.objects.create(
        post_id="signer", user=deputy, since=leave.since, until=leave.until, stand_in=True, absence=leave
    )
    client.force_login(office.signer)
    assert client.post(reverse("end_leave", args=[leave.pk])).status_code == 302
    assert "signer" in hats_of(office.signer, today).posts
    assert not hats_of(deputy, today).posts and not hats_of(deputy, today + DAY).posts
    leave.refresh_from_db()
    assert leave.taken_back is not begun and not Absence.objects.on(today).exists()


def test_one_enters_ones_own_leave_and_the_post_above_that_of_the_others(office, client):
    today = timezone.localdate()
    for user, code in ((office.signer, 302), (office.vetter, 400)):
        client.force_login(user)
        answer = client.post(reverse("leave"), form(office.clerk, today, today))
        assert answer.status_code == 302  # whoever may enter only the own leave is not asked whose it is
        assert Absence.objects.last().user == (office.clerk if code == 302 else office.vetter)
    client.force_login(office.clerk)
    assert client.post(reverse("leave"), form(office.chair, today, today)).status_code == 302
    assert not Absence.objects.filter(user=office.chair).exists()  # it is the own leave that stands there
    leave = Absence.objects.get(user=office.vetter)
    assert client.post(reverse("end_leave", args=[leave.pk])).status_code == 403
    client.force_login(office.signer)
    assert client.post(reverse("end_leave", args=[leave.pk])).status_code == 302


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [(2, 1, "until"), (-3, -1, "until"), (0, 0, "since"), (1, 2, "stand_in"), (3, 4, None)],
)
def test_what_cannot_be_is_said_beside_the_field(office, deputy, client, since, until, field):
    today = timezone.localdate()
    absent(office.vetter, today, today)
    absent(deputy, today + DAY, today + 2 * DAY)
    client.force_login(office.signer)
    said = form(office.vetter, today + since * DAY, today + until * DAY, deputy)
    answer = client.post(reverse("leave"), said)
    assert answer.status_code == (400 if field else 302)
    assert not field or list(answer.context["form"].errors) == [field]
    assert Absence.objects.count() == (2 if field else 3)


def test_a_stand_in_goes_on_leave_knowingly(office, client):
    """Said for whom, where and on which days; asked of nobody else, and entered once one has said so."""
    today = timezone.localdate()
    client.force_login(office.signer)
    client.post(reverse("leave"), form(office.signer, today + DAY, today + 3 * DAY, office.vetter))
    client.force_login(office.vetter)
    for since, until, warned in ((4, 5, False), (2, 3, True)):
        said = {"since": today + since * DAY, "until": today + until * DAY}
        answer = client.post(reverse("leave"), said)
        assert answer.status_code == (400 if warned else 302)
    [error] = answer.context["form"].errors["anyway"]
    days = [date_format(today + n * DAY) for n in (1, 3)]
    assert all(words in error for words in ("vetter", "signer", *days))
    assert 'name="anyway"' in answer.content.decode()
    assert Absence.objects.filter(user=office.vetter).count() == 1
    assert client.post(reverse("leave"), said | {"anyway": "on"}).status_code == 302
    assert Absence.objects.filter(user=office.vetter).count() == 2
    assert 'name="anyway"' not in client.get(reverse("leave")).content.decode()


def test_an_administrator_stands_in_for_nobody_in_the_office(office, client):
    audit = person("audit", Role.AUDIT_ADMIN, at=Post.objects.get(pk="signer").organisation)
    client.force_login(office.signer)
    today = timezone.localdate()
    answer = client.post(reverse("leave"), form(office.signer, today, today, audit))
    assert (
        list(answer.context["form"].errors) == ["stand_in"] and not Seat.objects.filter(user=audit).exists()
    )


def test_which_post_covers_which_is_kept_and_journalled_and_makes_no_circle(office, client):
    client.force_login(office.signer)
    said = {"clerk": "vetter", "vetter": "", "signer": "chair", "version": 0}
    assert client.post(reverse("cover"), said | {"chair": "signer"}).status_code == 403
    assert client.post(reverse("cover"), said).status_code == 302
    assert Post.objects.get(pk="clerk").covered_by_id == "vetter"
    assert [e.changes["covered_by"] for e in Entry.objects.filter(kind="cover")] == [
        ["signer", "vetter"], ["signer", None],
    ]  # fmt: skip
    client.force_login(office.vetter)
    answer = client.post(reverse("cover"), {"vetter": "clerk", "version": 2})
    assert answer.status_code == 400 and "vetter" in answer.context["cover_form"].errors
    client.force_login(office.editor)
    assert client.post(reverse("cover"), said).status_code == 403
