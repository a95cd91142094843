"""Nobody gives himself a right: every act on posts, tried by everybody, against a table of who may."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from feedback.models import Mail
from feedback.sweeps import tell
from portal.accounts.management.commands import add_person
from portal.ledger import reading
from portal.ledger.models import Duty, Entry
from portal.people import workflow
from portal.people.models import Absence, Post, Role, Seat, SeatState, User
from portal.people.roles import hats_of
from reports import workflow as reports
from tests.makers import NINE, person
from tests.world import people_of

TODAY, DAY = NINE.date(), timedelta(days=1)
# {post: the post above}, as an office begins; and who confirms where there is none.
ABOVE = {"clerk": {"signer"}, "vetter": {"signer"}, "signer": {"chair"}, "chair": set(), "security": set()}
CONFIRMS = ABOVE | {"chair": {"security"}, "security": {"chair"}}
HOLDER = {post: {post} for post in ABOVE}  # in these tests whoever sits in a post is called like it
BOTH = {post: ABOVE[post] | HOLDER[post] for post in ABOVE}
SYSTEM = dict.fromkeys(ABOVE, {"system"})
UNCOVERED = {"chair": set(), "security": set()}  # where the last one would leave, nobody ends the seat
OFFICE_POSTS = ["clerk", "vetter", "signer", "chair"]


@pytest.fixture
def people(office):
    home = Post.objects.get(pk="clerk").organisation
    office.colleague = person("colleague", at=home)
    office.other_guard = person("other_guard", Role.SECURITY_ADMIN, at=home)
    return people_of(office)


def seated(office, post, by, *, stand_in):
    user = office.other_guard if post == "security" else office.colleague
    days = {"since": TODAY, "until": TODAY + DAY if stand_in else None}
    return workflow.name_seat(
        by=by, at=NINE, user=user, post=Post.objects.get(pk=post), stand_in=stand_in, **days
    )


def names(stand_in):
    def act(office, post, by):
        assert seated(office, post, by, stand_in=stand_in).status == SeatState.NAMED

    return act


def proposes(office, post, by):
    assert seated(office, post, by, stand_in=False).status == SeatState.PROPOSED


def proposed(office, post):
    user = office.other_guard if post == "security" else office.colleague
    return Seat.objects.create(post_id=post, user=user, since=TODAY, status=SeatState.PROPOSED)


def confirms(office, post, by):
    workflow.confirm_seat(proposed(office, post), by=by, at=NINE)


def drops(office, post, by):
    workflow.drop_seat(proposed(office, post), by=by, at=NINE, note="人选再议。")


def ends(office, post, by):
    workflow.end_seat(getattr(office, post).seats.get(post=post), by=by, at=NINE)


def covers(office, post, by):
    workflow.cover(by=by, at=NINE, covers={post: "vetter" if post == "clerk" else "clerk"})


def sends_on_leave(office, post, by):
    user = getattr(office, post)
    if by == user:
        raise PermissionDenied  # the own leave is one's own matter
    days = {"since": TODAY, "until": TODAY}
    workflow.enter_leave(by=by, at=NINE, user=user, stand_in=office.colleague, **days)


def calls_back(office, post, by):
    absence = Absence.objects.create(user=getattr(office, post), since=TODAY + DAY, until=TODAY + DAY)
    workflow.end_leave(absence, by=by, at=NINE)


ACTS = {
    "name a holder": (names(False), ABOVE),
    "name a stand-in": (names(True), BOTH),
    "propose": (proposes, SYSTEM),
    "confirm": (confirms, CONFIRMS),
    "drop a proposal": (drops, {post: CONFIRMS[post] | {"system"} for post in CONFIRMS}),
    "end a seat": (ends, BOTH | UNCOVERED),
    "say which post covers": (covers, BOTH),
    "enter somebody's leave": (sends_on_leave, {post: ABOVE[post] for post in OFFICE_POSTS}),
    "end somebody's leave": (calls_back, {post: BOTH[post] for post in OFFICE_POSTS}),
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_on_posts_is_for_those_of_the_table(office, people, act):
    do, table = ACTS[act]
    wrong = []
    for post, may in table.items():
        for who, user in people.items():
            with transaction.atomic():
                try:
                    do(office, post, user)
                    done = True
                except (PermissionDenied, ValidationError, AssertionError):
                    done = False
                transaction.set_rollback(True)
            if done != (who in may):
                wrong.append(f"{who} {'may' if done else 'may not'} {act}: {post}")
    assert not wrong, "\n".join(wrong)


def test_nobody_names_or_confirms_oneself(office, people):
    clerk, signer = Post.objects.get(pk="clerk"), Post.objects.get(pk="signer")
    for by, post in [(office.signer, clerk), (office.chair, signer), (people["system"], signer)]:
        with pytest.raises(PermissionDenied):
            workflow.name_seat(by=by, at=NINE, user=by, post=post, since=TODAY)
    for_themselves = Seat.objects.create(
        post_id="vetter", user=office.signer, since=TODAY, status=SeatState.PROPOSED
    )
    with pytest.raises(PermissionDenied):
        workflow.confirm_seat(for_themselves, by=office.signer, at=NINE)
    days = {"since": TODAY, "until": TODAY}
    with pytest.raises(PermissionDenied):  # above, but not for oneself
        workflow.enter_leave(by=office.chair, at=NINE, user=office.signer, stand_in=office.chair, **days)


def test_nobody_has_a_post_of_his_own_cover_another_one(office, people):
    """As a stand-in above the clerk, the vetter would come to act as clerk for good."""
    Seat.objects.create(post_id="signer", user=office.vetter, since=TODAY, until=TODAY, stand_in=True)
    with pytest.raises(PermissionDenied):
        workflow.cover(by=office.vetter, at=NINE, covers={"clerk": "vetter"})
    workflow.cover(by=office.vetter, at=NINE, covers={"clerk": "chair"})
    assert Post.objects.get(pk="clerk").covered_by_id == "chair"


def test_what_nobody_else_could_confirm_is_not_proposed(office, people):
    vetter = Post.objects.get(pk="vetter")
    with pytest.raises(ValidationError):
        workflow.name_seat(by=people["system"], at=NINE, user=office.signer, post=vetter, since=TODAY)


def test_a_new_portal_gets_its_first_chair_from_whoever_sets_it_up(db, monkeypatch):
    call_command("seed")
    home = Post.objects.get(pk="chair").organisation.name
    monkeypatch.setattr(add_person, "getpass", lambda _words: "Tian-he-2026")
    call_command("add_person", "wang", "王主席", home, post="chair")
    assert hats_of(User.objects.get(username="wang"), timezone.localdate()).posts >= {"chair"}
    for username, post in [("li", "chair"), ("liu", "security"), ("zhou", "nothing")]:
        with pytest.raises(CommandError):  # somebody sits there; no administrator; no such post
            call_command("add_person", username, username, home, post=post)
    assert User.objects.count() == 1


def test_a_proposal_acts_only_once_the_post_above_has_confirmed_it(office, people):
    seat = seated(office, "signer", people["system"], stand_in=False)
    assert "signer" not in hats_of(office.colleague, TODAY).posts
    duty = Duty.objects.open().get(kind="confirm_seat")
    assert duty.post_id == "chair"
    workflow.confirm_seat(seat, by=office.chair, at=NINE)
    office.colleague._hats_day = None
    assert "signer" in hats_of(office.colleague, TODAY).posts
    assert not Duty.objects.open().filter(kind="confirm_seat").exists()


def test_the_last_holder_leaves_only_once_there_is_a_successor_or_a_cover(office, people):
    seat = office.chair.seats.get()
    with pytest.raises(ValidationError):
        workflow.end_seat(seat, by=office.chair, at=NINE)
    Seat.objects.create(post_id="chair", user=office.colleague, since=TODAY)
    workflow.end_seat(seat, by=office.chair, at=NINE)
    seat.refresh_from_db()
    assert seat.until == TODAY


def test_whoever_is_concerned_is_told_at_once(office, people):
    seated(office, "signer", office.chair, stand_in=True)
    workflow.enter_leave(by=office.clerk, at=NINE, since=TODAY, until=TODAY, stand_in=office.editor)
    workflow.cover(by=office.signer, at=NINE, covers={"vetter": "chair"})
    tell(NINE)
    told = {(mail.user.username, mail.body) for mail in Mail.objects.select_related("user")}
    for who, words in [
        ("colleague", "签发人 colleague"), ("signer", "签发人 colleague"), ("editor", "clerk 2026-03-10"),
        ("colleague", "clerk 2026-03-10"), ("vetter", "核稿人"), ("chair", "核稿人"),
    ]:  # fmt: skip
        assert any(to == who and words in text for to, text in told), (who, words, told)
    assert not any(to == "clerk" for to, _text in told)  # made by the clerk


def test_the_same_seat_sent_twice_is_one(office, people):
    first = seated(office, "signer", office.chair, stand_in=True)
    assert seated(office, "signer", office.chair, stand_in=True) == first
    with pytest.raises(ValidationError):
        seated(office, "signer", office.chair, stand_in=False)
    assert Seat.objects.filter(user=office.colleague).count() == 1


def test_leave_sent_twice_is_one(office):
    days = {"since": TODAY, "until": TODAY}
    first = workflow.enter_leave(by=office.clerk, at=NINE, **days)
    assert workflow.enter_leave(by=office.clerk, at=NINE, **days) == first
    with pytest.raises(ValidationError):
        workflow.enter_leave(by=office.clerk, at=NINE, since=TODAY, until=TODAY + timedelta(days=1))


def test_an_empty_form_of_covers_changes_none(office, client):
    before = dict(Post.objects.values_list("pk", "covered_by"))
    client.force_login(office.signer)
    assert client.post("/posts/cover/", {"version": 0}).status_code == 302
    assert dict(Post.objects.values_list("pk", "covered_by")) == before
    assert client.post("/posts/cover/", {"clerk": "", "version": 0}).status_code == 302
    assert dict(Post.objects.values_list("pk", "covered_by")) == before | {"clerk": None}


def test_what_a_stand_in_does_is_marked_in_the_journal(office, people):
    seated(office, "clerk", office.signer, stand_in=True)
    report = office.report("submitted")
    reports.take_up(report, by=office.colleague, at=NINE + timedelta(hours=1))
    with override("zh-hans"):
        taken_up, submitted = reading.journey(report.entry_set.select_related("actor"))[:2]
    assert (taken_up["who"], submitted["who"]) == ("colleague（代）", "author")


def test_so_are_the_lines_that_a_stand_in_above_writes_on_posts_and_leave(office, people):
    days = {"since": TODAY + DAY, "until": TODAY + 2 * DAY}
    chair = office.supervisor
    seated(office, "chair", office.chair, stand_in=True)
    Seat.objects.filter(post="chair", stand_in=True).update(user=chair)
    seat = workflow.name_seat(
        by=chair, at=NINE, user=office.editor, post=Post.objects.get(pk="signer"), stand_in=True, **days
    )
    workflow.end_seat(seat, by=chair, at=NINE)
    absence = workflow.enter_leave(by=chair, at=NINE, user=office.signer, **days)
    workflow.end_leave(absence, by=chair, at=NINE)
    workflow.cover(by=chair, at=NINE, covers={"signer": ""})
    lines = Entry.objects.filter(actor=chair)
    assert {line.kind for line in lines} >= {"name_seat", "enter_leave", "end_leave", "cover"}
    with override("zh-hans"):
        assert all(line.who.endswith("（代）") for line in lines)
        assert not Entry.objects.filter(actor=office.chair, kind="name_seat").get().who.endswith("（代）")
