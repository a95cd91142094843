"""The page of the office's policy: what holds, comes and was; what changes is looked at before it is set."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.days.models import Policy
from portal.days.workdays import DAY
from reports.states import State
from tests.policies import policy
from tests.portal.days.test_policy import decide


def sent(point="cut_off", **said):
    day = timezone.localdate() + 7 * DAY
    return {"value": "17:00", "since": day, "note": "办公会议定。"} | said


def press(client, point="cut_off", **said):
    return client.post(reverse("policy_point", args=[point]), sent(point, **said))


def test_nothing_is_stored_before_what_changes_was_seen(office, client):
    client.force_login(office.clerk)
    page = press(client)
    words = page.content.decode()
    assert "17:30" in words and "17:00" in words and not Policy.objects.exists()
    assert press(client, seen=page.context["change"].seen).status_code == 302
    row = Policy.objects.get()
    assert (row.value, row.set_by, row.note) == ("17:00", office.clerk, "办公会议定。")


def test_the_page_says_which_dates_stay_and_which_rows_meet(office, client):
    day = timezone.localdate() + 7 * DAY
    office.report(State.RETURNED, at=timezone.now())
    client.force_login(office.clerk)
    assert "1 个期限已经起算" in press(client).content.decode()
    now = timezone.now()
    decide(office, at=now, since=day, value="16:00"), decide(office, at=now, since=day + DAY, value="16:15")
    words = press(client).content.decode()
    assert "以后设定的为准" in words and "16:00" in words and "16:15" in words


def test_who_is_overtaken_looks_again(office, client):
    client.force_login(office.clerk)
    seen = press(client).context["change"].seen
    decide(office, at=timezone.now(), since=timezone.localdate() + DAY, value="16:45")
    answer = press(client, seen=seen)
    assert answer.status_code == 409 and "16:45" in answer.content.decode()
    assert Policy.objects.count() == 1
    assert press(client, seen=answer.context["change"].seen).status_code == 302


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("cut_off", {"value": "25:00"}), ("cut_off", {"value": ""}), ("cut_off", {"note": ""}),
        ("cut_off", {"value": "20:00"}), ("cut_off", {"since": "2020-01-01"}),
        ("cut_off", {"since": "2090-01-01"}), ("cut_off", {"since": "0001-01-01"}),
        ("office_hours", {"opens": "18:00", "closes": "09:00"}), ("office_hours", {"opens": "08:30"}),
        ("warnings", {"first": "10", "second": "20"}), ("warnings", {"first": "0", "second": "-1"}),
        ("vetting", {"value": "perhaps"}), ("committee_level", {"value": "national"}),
        ("filing_prefix", {"value": ""}), ("least_cases", {"value": "0"}), ("least_cases", {"value": "x"}),
        ("citizen_data_days", {"value": "99999"}),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_is_stored(office, client, point, said):
    client.force_login(office.clerk)
    answer = press(client, point, **said)
    assert answer.status_code == 400 and "problem" in answer.content.decode()
    assert not Policy.objects.exists()


@pytest.mark.parametrize(
    ("point", "said", "kept"),
    [
        ("office_hours", {"opens": "08:00", "closes": "18:30"}, ["08:00", "18:30"]),
        ("warnings", {"first": "90", "second": "20"}, [90, 20]), ("vetting", {"value": "True"}, True),
        ("committee_level", {"value": "province"}, "province"), ("filing_prefix", {"value": "天报"}, "天报"),
        ("least_cases", {"value": "3"}, 3),
    ],
)  # fmt: skip
def test_what_the_form_takes_is_what_is_kept(office, client, point, said, kept):
    client.force_login(office.clerk)
    seen = press(client, point, **said).context["change"].seen
    assert press(client, point, seen=seen, **said).status_code == 302
    assert Policy.objects.get().value == kept


def test_the_office_reads_what_holds_what_comes_and_what_was(office, client):
    policy(least_cases=7)
    decide(office, at=timezone.now(), since=timezone.localdate() + 30 * DAY, value="16:10")
    client.force_login(office.vetter)
    page = client.get(reverse("policy")).content.decode()
    for words in ("当日截止时间", "17:30", "16:10", "7 件", "系统默认值", "编辑、签发"):
        assert words in page, words
    one = client.get(reverse("policy_point", args=["cut_off"])).content.decode()
    assert "<form" not in one[one.find("<h1") :] and "16:10" in one and "办公会议定。" in one
    client.force_login(office.officer)
    assert client.get(reverse("policy")).status_code == 403
