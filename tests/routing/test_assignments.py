"""Whoever decides has beside the form what is decided on: a unit's request, reply, promise, finding."""

import pytest
from django.urls import reverse

from portal.people.models import User
from reports.states import State
from routing.states import FindingState
from routing.workflow import assignments, returning
from tests.handlings import promise, revisit
from tests.inspections import finding
from tests.makers import moment, unit

AT = moment("03-10 15:00")


@pytest.fixture
def slip(office):
    """Signed for; the reply is due on Tuesday 31 March. 4 to 6 April are days off."""
    found = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(found, by=office.officer, at=AT)
    return found


def shown(client, user, found, *steps):
    """The slip and the pages of these steps, as this person reads them."""
    client.force_login(user)
    places = [found.get_absolute_url()]
    places += [reverse("step", args=["assignments", found.pk, step]) for step in steps]
    return [" ".join(client.get(place).content.decode().split()) for place in places]


def test_more_time_is_decided_on_with_the_reason_and_both_dates(office, client, slip):
    assignments.request_time(slip, by=office.officer, at=AT, days=5, note="需会同街道入户核实。")
    for page in shown(client, office.clerk, slip, "grant_time", "refuse_time"):
        assert "需会同街道入户核实。" in page
        assert "申请延长 5 个工作日：办复期限由 2026年3月31日 延至 2026年4月8日。" in page
    assignments.grant_time(slip, by=office.clerk, at=AT)
    [page] = shown(client, office.clerk, slip)
    assert "申请延长 5 个工作日：" not in page


def test_a_return_is_decided_on_with_the_reason_and_the_better_unit(office, client, slip):
    better = unit("应急管理局")
    returning.request_return(slip, by=office.officer, at=AT, note="不属我局职责。", better_unit=better)
    for page in shown(client, office.clerk, slip, "agree_return", "refuse_return"):
        assert "不属我局职责。" in page and "认为应由应急管理局办理" in page


def test_the_unit_sees_until_when_more_time_would_last(office, client, slip):
    client.force_login(office.officer)
    form = client.get(reverse("step", args=["assignments", slip.pk, "request_time"])).context["form"]
    assert form.fields["days"].help_text == "最长 15 个工作日，即延至 2026年4月22日。"


def test_who_is_overtaken_by_a_colleague_gets_back_what_was_typed(office, client, slip):
    place = reverse("step", args=["assignments", slip.pk, "request_time"])
    client.force_login(office.officer)
    seen = client.get(place).context["seen"]
    assignments.request_time(slip, by=office.officer, at=AT, days=5, note="需会同街道入户核实。")
    late = {"days": 3, "note": "另有三户需补充核实。"}
    answer = client.post(place, late | {"seen": seen})
    assert answer.status_code == 409 and late["note"] in answer.content.decode()
    assert client.post(place, late).status_code == 403, "without the page there is nothing to be overtaken on"


def test_a_reply_is_reviewed_with_all_that_it_says_in_sight(office, client, slip):
    office.replied(slip, AT)
    reply = slip.replies.get()
    for page in shown(client, office.clerk, slip, "pass_reply", "send_reply_back"):
        assert reply.text in page and reply.approved_by in page


def test_a_promise_is_confirmed_with_what_was_promised_and_what_was_done_in_sight(office, client):
    found = promise(office, "reported")
    client.force_login(office.clerk)
    for step in ("confirm_promise", "send_promise_back"):
        page = client.get(reverse("step", args=["promises", found.pk, step])).content.decode()
        assert found.said in page and found.reply.text in page


def test_who_revisits_has_the_number_to_call_and_the_opinion_beside_the_form(office, client):
    found = revisit(office)
    User.objects.filter(pk=office.author.pk).update(phone="13900000001")
    client.force_login(office.supervisor)
    page = client.get(reverse("step", args=["revisits", found.pk, "record_revisit"])).content.decode()
    assert "13900000001" in page and found.report.opinions.last().get_result_display() in page


def test_what_was_mended_is_checked_with_the_finding_in_sight(office, client):
    found = finding(office, FindingState.ANSWERED)
    client.force_login(office.clerk)
    page = client.get(reverse("step", args=["findings", found.pk, "pass_mended"])).content.decode()
    assert found.to_mend in page and found.answer in page


def test_more_time_asked_for_beside_a_colleagues_reply_is_told_so_and_can_be_copied(office, client, slip):
    client.force_login(office.officer)
    place = reverse("step", args=["assignments", slip.pk, "request_time"])
    seen = client.get(place).context["seen"]
    office.replied(slip, AT)
    answer = client.post(place, {"days": 5, "note": "需会同街道入户核实。", "seen": seen})
    assert answer.status_code == 409 and "需会同街道入户核实。" in answer.content.decode()
