"""The desk: each matter once, words that agree with its numbers, and a way on from an empty one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.ledger.models import Duty
from portal.ledger.reading import step_url
from portal.people.models import Role
from portal.roof.views.desk import ELSEWHERE
from reports import workflow as reports
from reports.states import State
from routing.models import Issue
from routing.workflow import issues
from tests.desks import ALL_DONE, NOTHING, Page, desk
from tests.makers import NINE, person


def test_an_editor_finds_what_waits_in_the_queue(office, client):
    report = office.report()
    context, page = desk(client, office.editor)
    assert context["waits"] == 1 and ALL_DONE not in page.text
    assert step_url(report, "take_up") in page.actions
    reports.take_up(report, by=office.clerk, at=NINE)
    _context, page = desk(client, office.editor)
    assert ALL_DONE in page.text and step_url(report, "take_up") not in page.actions


def test_one_assignment_and_one_issue_are_one_row_each(office, client):
    slip = office.report(State.HANDLING).assignments.get(part="lead")
    assert Duty.objects.about(slip).open().count() == 2
    context, page = desk(client, office.officer)
    [row] = [row for _key, _label, rows in context["groups"] for row in rows]
    assert (row.kind, [then.kind for then in row.then], page.rows) == ("sign_for", ["reply"], 1)
    first, second = office.report(State.PLACED), office.report(State.SIGNED, title="关于另一件事的建议")
    issue = first.piece.issue
    issues.place(issue, by=office.clerk, at=NINE, report=second)
    for signed in (False, True):
        context, _page = desk(client, office.clerk)
        rows = [row for _key, _label, rows in context["groups"] for row in rows]
        [row] = [row for row in rows if row.kind.startswith("publish")]
        with override("en"):
            assert (row.kind, row.title) == ("publish", str(issue))
        assert row.meta == f"{first.heading}、{second.heading}"
        assert context["waits"] == len(rows)
        if not signed:
            issue = office.sign_issue(
                Issue.objects.get(pk=issue.pk)
            )  # from now on it is owed as a whole, too


def test_what_was_merged_is_one_row_with_its_host(office, client):
    merged = office.report(State.MERGED)
    office.sent(merged.carried_by, NINE + timedelta(hours=1))
    context, _page = desk(client, office.clerk)
    [row] = context["with_others"]
    assert (row.kind, row.title) == ("follow_host", merged.carried_by.heading)
    assert (row.has.kind, row.has.post_id) == ("sign_off", "signer")


def test_a_head_with_late_matters_is_not_told_that_all_is_done(office, client):
    context, page = desk(client, office.head)
    assert ALL_DONE in page.text and NOTHING in page.text and context["quiet"]
    office.report(State.HANDLING)  # in March: late by now
    context, page = desk(client, office.head)
    assert context["late_at_unit"] and not (ALL_DONE in page.text or NOTHING in page.text)


def test_an_empty_desk_leads_on(office, client):
    people = {
        office.supervisor: "overview",
        office.leader: "routing:reading",
        office.editor: "reports:queue",
        office.officer: "routing:assignments",
        person("reader", Role.INFORMANT): "reports:leads",
        person("liaison", Role.LIAISON): "reports:stations",
        person("audit", Role.AUDIT_ADMIN): "procedures",
    }
    for who, name in people.items():
        context, page = desk(client, who)
        assert ALL_DONE in page.text or context["mine_count"] == 0
        assert f'class="btn btn-secondary" href="{reverse(name)}"' in page.text, who
    assert {name for name, _label, _rule in ELSEWHERE} == set(people.values())


@pytest.mark.parametrize("role", [Role.INFORMANT, Role.LIAISON, Role.CONVENER])
def test_whoever_writes_reports_sees_on_the_desk_what_became_of_them(office, client, role):
    who = person(f"writer_{role}", role, at=office.author.organisation)
    assert [*desk(client, who)[0]["mine"]] == []
    report = office.draft(by=who)
    context, page = desk(client, who)
    assert [*context["mine"]] == [report] and reverse("reports:write", args=[report.pk]) in page.text


def test_a_kind_shows_what_is_of_it_and_nothing_else(office, client):
    edited, waiting = office.report(State.EDITING), office.report()
    context, page = desk(client, office.clerk)
    assert {kind: n for kind, _label, n, _alone in context["kinds"]} == {
        "edit": 1,
        "review": 1,
    } and page.rows == 2
    answer = client.get(reverse("desk", query={"kind": "edit"}))
    page = Page(answer.content.decode())
    assert page.rows == 1 and edited.number in page.text and waiting.number not in page.text
    assert answer.context["waits"] == 2, "what waits is as much as before"
    answer = client.get(reverse("desk", query={"kind": "none"}))
    assert Page(answer.content.decode()).rows == 0 and ALL_DONE not in answer.content.decode()


def test_the_date_of_a_row_leads_to_how_it_was_reached(office, client):
    duty = Duty.objects.about(office.report()).get()
    _context, page = desk(client, office.clerk)
    address = reverse("due", args=[duty.pk])
    assert f'href="{address}"' in page.text and "reckoning" not in page.text
    assert '<details class="reckoning" open>' in client.get(address).content.decode()
