"""What the pages promise to say: who has it, which way it went, and that typed words are never lost."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.roof.views.record import step_bar
from reports.states import State
from tests.makers import TEXT


@pytest.fixture
def read(client, office):
    """The words of a page, as this person reads them in English."""

    def page(user, name, *args, **query):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client.get(reverse(name, args=args), query).content.decode()

    return page


def test_the_step_bar_shows_the_way_the_report_went(office):
    report = office.report(State.ISSUED)
    assert [state for _label, state in step_bar(report)] == ["done"] * 4 + ["now"] + ["todo"] * 3
    office.concluded(report, report.piece.issue.published_at)
    report.refresh_from_db()
    with override("en"):
        assert [str(label) for label, _state in step_bar(report)][-2:] == ["Leaders", "Closed"]


def test_the_author_is_not_told_which_colleague_has_it(office, read):
    report = office.report(State.EDITING)
    assert "<strong>the office</strong>" in read(office.author, "report", report.pk)
    assert f"<strong>{office.clerk.name}</strong>" in read(office.clerk, "report", report.pk)


@pytest.mark.parametrize("status", [State.RETURNED, State.KEPT])
def test_the_reason_stands_on_the_report_and_where_it_is_rewritten(office, read, status):
    report = office.report(status)
    words = {State.RETURNED: "请补充建议。", State.KEPT: "已有政策覆盖。"}[status]
    assert words in read(office.author, "report", report.pk)
    if status == State.RETURNED:
        assert words in read(office.author, "reports:write", report.pk)


def test_a_draft_needs_only_a_title_but_a_report_needs_its_category(client, office):
    client.force_login(office.author)
    form = {"title": TEXT["title"], "key": "0f0f7d36-1111-4222-8333-444455556666", "version": 0}
    assert client.post(reverse("reports:new"), form | {"action": "save"}).status_code == 302
    report = office.author.reports.get()
    assert client.get(reverse("reports:check", args=[report.pk])).status_code == 302
    checked = client.post(reverse("reports:write", args=[report.pk]), form | TEXT | {"action": "check"})
    assert checked.status_code == 400 and {"category", "occasion"} == set(checked.context["form"].errors)


def test_what_was_typed_too_late_can_be_copied(client, office):
    report = office.draft()
    client.force_login(office.author)
    form = TEXT | {"advice": "我刚写好的建议", "category": "urban", "key": report.key, "version": 99}
    answer = client.post(reverse("reports:write", args=[report.pk]), form)
    assert answer.status_code == 409
    assert {row["part"]: row["text"] for row in answer.context["both"]["rows"] if not row["same"]} == {
        "advice": TEXT["advice"]
    }
    assert answer.context["form"]["advice"].value() == "我刚写好的建议"
    assert int(answer.context["form"]["version"].value()) == report.version  # saving this is the decision


def test_only_a_step_that_ends_a_report_warns(office, read):
    report = office.report(State.SUBMITTED)
    assert "ends the report" in read(office.clerk, "step", "reports", report.pk, "keep_on_file")
    assert "ends the report" not in read(office.clerk, "step", "reports", report.pk, "take_up")
    concluded = office.report(State.ISSUED)
    assert "cannot be undone" in read(office.clerk, "step", "reports", concluded.pk, "conclude")
    assert "cannot be undone" not in read(office.clerk, "step", "reports", report.pk, "take_up")


def test_an_issue_waits_on_the_leaders_desk_until_it_is_read(office, client):
    issue = office.report(State.ISSUED).piece.issue
    client.force_login(office.leader)
    assert f"/reading/{issue.pk}/" in client.get("/").content.decode()
    client.get(f"/reading/{issue.pk}/")
    assert f"/reading/{issue.pk}/" in client.get("/").content.decode()  # opened is not read
    client.post(reverse("routing:mark_piece", args=[issue.pk, issue.pieces.get().pk]))
    assert f"/reading/{issue.pk}/" not in client.get("/").content.decode()
