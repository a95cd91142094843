"""A report's own page: who has it once, and to each what concerns them."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from portal.ledger.models import Duty
from portal.people.models import Role
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from routing.workflow import revisits
from tests.makers import NINE, Office, person


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The office and its reports, made once; what a test does to them is undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = Office()
        states = (State.SUBMITTED, State.SIGNED, State.HANDLING, State.CLOSED)
        yield office, {state: office.report(state) for state in states}
        transaction.set_rollback(True)


@pytest.fixture
def office(built, db):
    return built[0]


@pytest.fixture
def read(built, db, client):
    """What somebody reads in English of the page of a report: what stands in `main`."""

    def page(user, report, **query):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        answer = client.get(reverse("report", args=[report.pk]), query)
        return answer.content.decode().split("<main")[1]

    return page


@pytest.fixture
def at(built, db):
    return lambda state: Report.objects.get(pk=built[1][state].pk)


def test_each_duty_stands_there_once_with_its_day_behind_which_it_is_explained(office, at, read):
    report = at(State.HANDLING)
    page = read(office.clerk, report)
    duties = [*report.duty_set.filter(settled_at=None)]
    assert len(duties) > 3, "more than stand in the first line"
    assert page.count('<li class="holder">') == page.count('<div class="by-when">') == len(duties)
    assert page.count('<details class="reckoning" open>') == len(duties)
    assert f"and {len(duties) - 3} more" in page


def test_a_day_is_said_without_its_last_minute_and_an_hour_with_it(office, at, read):
    by_day, by_hour = read(office.clerk, at(State.HANDLING)), read(office.clerk, at(State.SUBMITTED))
    assert not re.search(r"23:59|11:59", re.sub(r'datetime="[^"]*"', "", by_day))
    assert re.search(r'title="[^"]*(5:30 p.m.|17:30)"', by_hour)


def test_the_author_reads_no_hours_and_not_how_the_office_kept_its_day(office, at, read):
    for word in ("Signed the same day", "Edited by", "Vetting sheet"):
        assert word in read(office.clerk, at(State.SIGNED)), word
        assert word not in read(office.author, at(State.SIGNED)), word
    facts = [read(who, at(State.SIGNED)).split('class="facts"')[1] for who in (office.clerk, office.author)]
    assert [bool(re.search(r"\d+:\d\d|[ap]\.m\.", each)) for each in facts] == [True, False]


def test_the_author_is_not_told_what_the_office_sees_to_besides(office, at, read):
    report = at(State.CLOSED)
    Report.objects.filter(pk=report.pk).update(contact_agreed_at=NINE)
    report.refresh_from_db()
    asked = person("asking", Role.EDITOR, at=office.clerk.organisation)
    revisits.plan_revisit(report, by=office.clerk, at=NINE, person=asked)
    [duty] = Duty.objects.open().filter(report=report, kind="record_revisit")
    assert f"<strong>{asked.name}</strong>" in read(office.clerk, report)
    page = read(office.author, report)
    assert str(duty.act) not in page and '<li class="holder">' not in page


def test_versions_are_picked_in_the_office_and_an_authors_pair_is_one_link(office, at, read):
    report = at(State.SIGNED)
    first, *_between, last = report.revisions.order_by("pk")
    link = f'href="?against={first.pk}&amp;show={last.pk}"'
    for who, picker in ((office.clerk, True), (office.author, False)):
        page = read(who, report)
        assert ('name="against"' in page) == picker and link in page
        assert '<details class="versions" open>' not in page
        compared = read(who, report, against=first.pk, show=last.pk)
        assert "Without the changes" in compared and link not in compared
    assert '<details class="versions" open>' in read(office.clerk, report, against=first.pk, show=last.pk)


def test_an_author_with_two_texts_of_the_own_picks_too(office, read):
    report = office.report(State.RETURNED)
    fields = {name: getattr(report, name) for name in ("title", "situation", "analysis", "advice")}
    reports.submit(report, by=office.author, at=NINE)
    report.refresh_from_db()
    assert report.revisions.count() == 2 and fields["title"] == report.title
    page = read(office.author, report)
    assert 'name="against"' not in page and "Show what was changed" in page
    for walked in (office.taken_up, office.edited, office.sent, office.signed):
        walked(report, NINE)
        report.refresh_from_db()
    assert 'name="against"' in read(office.author, report)


def test_the_text_is_set_as_on_paper(office, at, read):
    """Indented and justified by the class (static/css/portal.css), wherever a report's text is read."""
    page = read(office.author, at(State.SUBMITTED))
    assert page.count('<div class="prose typeset">') == 3
