"""The preview shows what saving would print, and stores nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reports import workflow as reports
from reports.states import State
from routing.workflow import issues
from tests.makers import NINE
from tests.routing.test_pages import at, typed
from tests.test_routes import everything

HOUR = timedelta(hours=1)


@pytest.fixture
def issue(office):
    """With two pieces."""
    issue = office.report(State.PLACED).piece.issue
    issue.refresh_from_db()
    issues.place(
        issue, by=office.clerk, at=NINE, report=office.report(State.SIGNED, title="关于加密班次的建议")
    )
    issue.refresh_from_db()
    return issue


def asked(user, issue, words, number=1):
    return at(user).post(reverse("routing:preview", args=[issue.pk, number]), words)


def saved_page(user, issue, number=1):
    return at(user).get(reverse("routing:page", args=[issue.pk, number])).content


def test_what_is_typed_is_shown_as_saving_would_print_it(office, issue):
    first, second = issue.pieces.all()
    turned = {f"place_{first.pk}": 2, f"place_{second.pk}": 1}
    words = typed(issue, office, note="请有关单位阅研。", **turned)
    clerk, old = at(office.clerk), saved_page(office.clerk, issue)
    before = everything()
    answer = clerk.post(reverse("routing:preview", args=[issue.pk, 1]), words)
    assert everything() == before
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.content != old == saved_page(office.clerk, issue)
    at(office.clerk).post(issue.get_absolute_url(), words)
    assert saved_page(office.clerk, issue) == answer.content


def test_the_header_counts_the_pages_and_beyond_the_last_the_last_is_shown(office, issue):
    words = typed(issue, office, note="阅")
    answer = asked(office.clerk, issue, words)
    last = int(answer["X-Pages"])
    assert last > 1
    assert asked(office.clerk, issue, words, last).content == asked(office.clerk, issue, words, 900).content
    assert asked(office.clerk, issue, words, last).content != answer.content


def test_while_something_typed_is_wrong_nothing_is_shown(office, issue):
    for wrong in ({"note": "长" * 501}, {"version": "x"}):
        assert asked(office.clerk, issue, typed(issue, office, **wrong)).status_code == 400


def test_a_stale_page_and_an_issue_handed_in_are_told(office, issue):
    words = typed(issue, office)
    at(office.clerk).post(issue.get_absolute_url(), words)
    assert asked(office.clerk, issue, words).status_code == 409
    issue.refresh_from_db()
    issues.submit_issue(issue, by=office.clerk, at=NINE)
    assert asked(office.clerk, issue, typed(issue, office)).status_code == 409


def test_a_broken_template_is_told_and_the_page_still_composes(office, issue, settings, tmp_path):
    (tmp_path / "special_report.typ").write_text("#let")
    settings.TEMPLATE_DIR = str(tmp_path)
    assert asked(office.clerk, issue, typed(issue, office)).status_code == 422
    page = at(office.clerk).get(issue.get_absolute_url())
    assert page.status_code == 200
    assert "special_report.typ" in page.content.decode()
    assert at(office.clerk).post(issue.get_absolute_url(), typed(issue, office)).status_code == 302


def test_without_a_script_the_pages_show_what_is_saved(office, issue):
    page = at(office.clerk).get(issue.get_absolute_url()).content.decode()
    assert reverse("routing:page", args=[issue.pk, 1]) in page
    empty = issues.begin_issue(by=office.clerk, at=NINE, series=office.series)
    assert "sheet-page" not in at(office.clerk).get(empty.get_absolute_url()).content.decode()


def test_candidates_say_how_long_they_wait_and_what_stands_behind_them(office, issue):
    alone = office.report(State.SIGNED, title="关于独自的建议")
    host = office.report(State.EDITING, title="关于并案的建议")
    reports.merge(office.report(State.EDITING), by=office.clerk, at=NINE + HOUR, host=host)
    office.sent(host, NINE + 2 * HOUR)
    office.signed(host, NINE + 3 * HOUR)
    page = at(office.clerk).get(issue.get_absolute_url())
    found = {each.pk: each for each in page.context["candidates"]}
    assert (found[alone.pk].merged, found[host.pk].merged) == (0, 1)
    words = " ".join(page.content.decode().split())
    assert f"signed off {found[alone.pk].days} working days ago" in words
    assert "1 other worked in" in words
