"""Asking to return a part: once, in time, and the matter is never between two units, whatever breaks."""

from copy import copy
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse

from portal.days import workdays
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import Role
from reports.models import Report
from reports.states import State
from routing.models import Assignment
from routing.workflow import assignments, returning
from tests.makers import NINE, Office, moment, person, unit
from tests.routing.test_seam import FAR_TOO_MANY, Tear, Torn, keeping_halves, tear

NOTE = "该事项不属我局职责，请转有关单位。"


def asked(office, part="lead", signed=True, at=NINE):
    """A unit's part of a matter that a directive gave to two, with the return asked for."""
    row = office.report(State.HANDLING).assignments.get(part=part)
    officer = office.officer if part == "lead" else office.co_officer
    if signed:
        assignments.sign_for(row, by=officer, at=NINE)
    returning.request_return(row, by=officer, at=at, note=NOTE, better_unit=unit("教育局"))
    return row


def due(row, kind="reply"):
    return Duty.objects.about(row).open().get(kind=kind)


def test_its_date_keeps_running_while_the_office_decides(office):
    row = office.report(State.HANDLING).assignments.get(part="lead")
    before = due(row)
    returning.request_return(row, by=office.officer, at=NINE, note=NOTE)
    assert (row.status, row.signed_for_at) == ("return_requested", NINE)
    assert due(row) == before and due(row).due_at == before.due_at
    assert due(row, "decide_return").due_at.date() == moment("03-11 00:00").date()
    returning.refuse_return(row, by=office.clerk, at=NINE + timedelta(hours=1), note="属你局职责。")
    assert row.status == "handling" and due(row) == before


def test_agreed_another_unit_has_it_at_once_with_dates_of_its_own(office):
    row, later = asked(office), moment("03-11 10:00")
    returning.agree_return(row, by=office.clerk, at=later, unit=unit("教育局"))
    taken = row.taken_on
    assert (row.status, row.ended_at, taken.status) == ("returned", later, "assigned")
    same = ("report", "directive", "part", "request")
    assert all(getattr(row, name) == getattr(taken, name) for name in same)
    assert due(taken).opened_at == later and not Duty.objects.about(row).open().exists()
    assert Report.objects.get(pk=row.report_id).status == State.HANDLING
    assert Entry.objects.about(row).last().changes["to"] == "教育局"


def test_a_co_units_part_may_be_given_up(office):
    row = asked(office, part="co", signed=False)
    returning.agree_return(row, by=office.clerk, at=NINE)
    assert row.status == "returned" and not Assignment.objects.filter(instead_of=row).exists()


def test_a_leads_part_may_not(office):
    row = asked(office)
    with pytest.raises(ValidationError):
        returning.agree_return(row, by=office.clerk, at=NINE)
    assert Assignment.objects.get(pk=row.pk).status == "return_requested"


def test_a_co_unit_that_takes_over_the_lead_no_longer_helps(office):
    row = asked(office)
    returning.agree_return(row, by=office.clerk, at=NINE, unit=office.co_unit)
    helped, leads = row.report.assignments.filter(unit=office.co_unit).order_by("pk")
    assert (helped.status, leads.status, leads.part) == ("released", "assigned", "lead")


@pytest.mark.parametrize("part", ["lead", "co"])
def test_no_unit_gets_back_its_own_or_a_second_part(office, part):
    row = asked(office, part=part)
    mine = office.unit if part == "lead" else office.co_unit
    for other in {mine, office.unit}:
        with pytest.raises(ValidationError):
            returning.agree_return(copy(row), by=office.clerk, at=NINE, unit=other)
    assert not Assignment.objects.exclude(instead_of=None).exists()


def test_it_is_asked_for_once_and_in_time(office):
    row = office.report(State.HANDLING).assignments.get(part="lead")
    until = moment("03-13 23:59")  # the third working day after Tuesday 10 March
    with pytest.raises(ValidationError):
        returning.request_return(copy(row), by=office.officer, at=until + timedelta(minutes=1), note=NOTE)
    returning.request_return(row, by=office.officer, at=until, note=NOTE)
    returning.refuse_return(row, by=office.clerk, at=until, note="属你局职责。")
    with pytest.raises((PermissionDenied, TooLate)):
        returning.request_return(row, by=office.officer, at=until, note=NOTE)


def test_a_holiday_gives_more_days_and_never_fewer(office):
    """From Thursday before the Spring Festival of 2026 three working days are those of domain.md."""
    row = Assignment(assigned_at=moment("02-12 10:00"))

    assert returning.ask_until(row, workdays.load()).date() == moment("02-24 00:00").date()


def test_the_page_offers_it_only_in_time_and_the_office_the_better_unit_first(office, client):
    row = asked(office)
    person("school", Role.OFFICER, at=unit("教育局"))
    client.force_login(office.clerk)
    page = client.get(f"{row.get_absolute_url()}agree_return/")
    first = page.context["form"].fields["lead"].widget.choices[0]
    assert first[0] == unit("教育局").pk
    answer = client.post(f"{row.get_absolute_url()}agree_return/", {"lead": unit("教育局").pk})
    assert answer.status_code == 302 and row.taken_on.unit == unit("教育局")
    client.force_login(office.officer)
    late = office.report(State.HANDLING).assignments.get(part="lead")  # long ago, by the clock of the page
    offered = [act["url"] for act in client.get(late.get_absolute_url()).context["acts"]]
    assert offered and not [url for url in offered if "request_return" in url]


def test_a_bad_request_is_named_and_nothing_is_stored(office, client):
    client.force_login(office.officer)
    row = office.report(State.HANDLING).assignments.get(part="lead")
    url = reverse("step", args=["assignments", row.pk, "request_return"])
    for bad, field in (({"note": " "}, "note"), ({"note": "长" * 501}, "note"), ({"better_unit": "x"}, None)):
        answer = client.post(url, {"note": NOTE} | bad)
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == [field or "better_unit"]
    assert Assignment.objects.get(pk=row.pk).return_asked_at is None


def nobody_has():
    """Matters that are handled with no lead unit at work on them, and parts without a duty."""
    owed = Duty.objects.open().filter(subject_type__model="assignment").values("subject_id")
    at_work = Assignment.objects.under_way()
    leads = at_work.filter(part="lead").values("report")
    handled = Report.objects.filter(status=State.HANDLING)
    return [*handled.exclude(pk__in=leads), *at_work.exclude(pk__in=owed)]


def agree(office, row):
    fresh = Assignment.objects.select_related("report", "unit", "directive").get(pk=row.pk)
    returning.agree_return(fresh, by=office.clerk, at=NINE, unit=office.co_unit)


def test_torn_at_every_statement_a_lead_unit_is_always_at_work(office):
    row, torn = asked(office), 0
    for n in range(1, FAR_TOO_MANY):
        try:
            with transaction.atomic(), connection.execute_wrapper(Tear(n, tear)):
                agree(office, row)
        except Torn:
            torn += 1
            assert not nobody_has()
        else:
            break
    assert torn > 10 and not nobody_has() and row.taken_on.unit == office.co_unit


@pytest.mark.django_db(transaction=True)
def test_without_the_transaction_there_would_be_none():
    office, alone = Office(), 0
    with keeping_halves():
        for n in range(6, 40, 3):
            row = asked(office)
            with connection.execute_wrapper(Tear(n, tear)):
                try:
                    agree(office, row)
                except Torn:
                    alone += len(nobody_has())
    assert alone
