"""Whoever decides on what a unit asks reads why, and what becomes of the date."""

import pytest
from django.urls import reverse

from reports.states import State
from routing.workflow import assignments, returning
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
    places += [reverse("routing:assignment_step", args=[found.pk, step]) for step in steps]
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
        assert "不属我局职责。" in page and "应急管理局" in page and "期限" in page


def test_the_unit_sees_until_when_more_time_would_last(office, client, slip):
    client.force_login(office.officer)
    form = client.get(reverse("routing:assignment_step", args=[slip.pk, "request_time"])).context["form"]
    assert form.fields["days"].help_text == "最长 15 个工作日，即延至 2026年4月22日。"
