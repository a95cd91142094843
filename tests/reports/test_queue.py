"""The review queue: its filters, taking up several at once, and handing over."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from feedback import sweeps
from feedback.models import Notice
from portal.ledger.models import Entry
from portal.people.models import Post, Role, Seat
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from reports.workflow import review
from tests.makers import NINE, Office, organisation, person
from tests.races import at_once, kinds

QUEUE = reverse("reports:queue")


@pytest.fixture
def now(office):
    """One of each in the queue: late since long ago, and fresh ones of this minute."""
    now = timezone.now()
    station = person("station", Role.INFORMANT, at=organisation("柳林联络站", "station"))
    office.late = office.report(State.EDITING)
    office.fresh = office.report(at=now - timedelta(minutes=3))
    office.rural = office.report(at=now - timedelta(minutes=2), by=station, category="rural")
    fresh = Report.objects.filter(pk__in=[office.fresh.pk, office.rural.pk])
    fresh.update(sign_by=now + timedelta(hours=5))  # also in the minutes around the cut-off
    return now


@pytest.fixture
def ask(client, office, now):
    """The reports of a page of the queue, and its context."""
    client.force_login(office.clerk)

    def page(**query):
        context = client.get(QUEUE, query).context
        return list(context["page"]), context

    return page


def test_each_group_holds_what_it_says_and_counts_it(ask, office, now):
    expected = {
        "new": [office.fresh, office.rural], "waiting": [office.fresh, office.rural],
        "late": [office.late], "mine": [office.late],
    }  # fmt: skip
    _rows, context = ask()
    counts = {name: n for name, _label, n in context["groups"]}
    for group, held in expected.items():
        assert ask(group=group)[0] == held, group
        assert counts[group] == len(held), group
    assert context["count"] == 3


def test_nearly_late_is_what_has_two_hours_left(ask, office, now):
    Report.objects.filter(pk=office.fresh.pk).update(sign_by=now + timedelta(hours=1, minutes=50))
    Report.objects.filter(pk=office.rural.pk).update(sign_by=now + timedelta(hours=2, minutes=10))
    assert ask(group="near")[0] == [office.fresh]


def test_the_nearest_to_its_cut_off_stands_first(ask, office):
    assert ask()[0] == [office.late, office.fresh, office.rural]


def test_filters_narrow_and_say_what_each_choice_would_leave(ask, office):
    assert ask(category="rural")[0] == [office.rural]
    assert ask(status="editing")[0] == [office.late]
    assert ask(organisation__kind="station")[0] == [office.rural]
    assert ask(group="waiting", category="urban")[0] == [office.fresh]
    form = ask(category="rural")[1]["filter_form"]
    with_count = {value: str(label).split()[-1] for value, label in form.fields["category"].choices[1:]}
    assert with_count == {"urban": "(2)", "rural": "(1)"}
    assert [value for value, _label in form.fields["status"].choices] == ["", "submitted"]


@pytest.mark.parametrize("query", [{"group": "x"}, {"status": "'"}, {"category": "\u0663"}, {"page": "-9"}])
def test_a_filter_that_is_none_filters_nothing(ask, query):
    assert len(ask(**query)[0]) == 3


def test_what_is_ticked_is_taken_up_and_the_filters_stay(client, office, ask):
    answer = client.post(f"{QUEUE}?group=waiting", {"report": [office.fresh.pk, office.rural.pk]})
    assert answer["Location"] == f"{QUEUE}?group=waiting"
    assert {r.taken_by for r in Report.objects.filter(status=State.EDITING)} == {office.clerk}
    assert Report.objects.filter(status=State.SUBMITTED).count() == 0


def test_each_one_somebody_was_faster_at_is_named_and_the_others_are_taken(client, office, ask):
    reports.take_up(office.fresh, by=office.editor, at=timezone.now())
    client.cookies["django_language"] = "en"
    sent = {"report": [office.fresh.pk, office.rural.pk]}
    said = client.post(QUEUE, sent, follow=True).content.decode()
    assert "1 report taken up." in said
    assert f"{office.fresh.number} was not taken up, somebody was faster: editor." in said
    office.rural.refresh_from_db()
    assert office.rural.taken_by == office.clerk


@pytest.mark.parametrize("ticked", [[], ["x"], ["-1"], ["9" * 5000], ["٣"], ["0"], ["", "1e3"]])
def test_nothing_ticked_takes_nothing_up(client, office, ask, ticked):
    before = Entry.objects.count()
    assert client.post(QUEUE, {"report": ticked}).status_code == 302
    assert Entry.objects.count() == before


def test_a_page_can_be_ticked_without_a_script(client, office, ask):
    page = client.get(QUEUE).content.decode()
    ticks = [office.fresh.pk, office.rural.pk]
    assert all(f'name="report" value="{pk}"' in page for pk in ticks)
    assert page.count('name="report"') == len(ticks)  # what is taken up already cannot be ticked


def test_it_is_handed_to_whoever_edits_today_and_to_nobody_else(office, now):
    stand_in = person("stand_in", at=Post.objects.get(pk="clerk").organisation)
    report = office.report(State.EDITING)
    for nobody in (office.clerk, office.signer, office.author, stand_in):
        with pytest.raises(ValidationError):
            reports.hand_over(report, by=office.clerk, at=NINE, to=nobody)
    Seat.objects.create(post_id="clerk", user=stand_in, since=NINE, until=NINE, stand_in=True)
    del stand_in._hats_day  # what was looked up before
    reports.hand_over(report, by=office.clerk, at=NINE, to=stand_in)
    assert report.duty_set.open().get().person == stand_in
    with pytest.raises(PermissionDenied):
        reports.edit(report, by=office.clerk, at=NINE, version=report.version, **report.parts())


def test_the_page_offers_exactly_those_who_may(client, office, now):
    client.force_login(office.clerk)
    page = reverse("step", args=["reports", office.late.pk, "hand_over"])
    assert list(client.get(page).context["form"].fields["to"].queryset) == [office.editor]
    answer = client.post(page, {"to": office.signer.pk, "note": "请接着编"})
    assert answer.status_code == 400 and "to" in answer.context["form"].errors
    assert "请接着编" in answer.content.decode()


def test_who_gets_it_and_who_loses_it_hear_of_it(office):
    report = office.report(State.EDITING)
    reports.hand_over(report, by=office.clerk, at=NINE, to=office.editor)
    reports.take_over(report, by=office.clerk, at=NINE, note="编辑外出。")
    sweeps.tell(NINE + timedelta(hours=3))
    told = Notice.objects.filter(user=office.editor).order_by("entry")
    assert list(told.values_list("entry__kind", flat=True)) == ["hand_over", "take_over"]
    assert not Notice.objects.filter(user=office.clerk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_ticking_the_same_reports_take_each_up_once():
    assert _both_tick() == {"done": 3, "TooLate": 3}


@pytest.mark.django_db(transaction=True)
def test_without_the_door_both_would_have_taken_them(monkeypatch):
    """The control."""

    def take(_name, report, *, taken_by, **_given):
        Report.objects.filter(pk=report.pk).update(taken_by=taken_by)

    monkeypatch.setattr(review, "take", take)
    assert _both_tick() == {"done": 6}


def _both_tick():
    office = Office()
    seen = [[office.report() for _ in range(3)]]
    seen.append([Report.objects.get(pk=r.pk) for r in seen[0]])
    hands = [(user, n) for n in range(3) for user in (office.clerk, office.editor)]

    def take_up(n):
        user, row = hands[n]
        reports.take_up(seen[n % 2][row], by=user, at=NINE)

    return kinds(at_once(len(hands), take_up))
