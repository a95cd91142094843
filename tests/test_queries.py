"""What lists cost: the same for many rows as for one. What a single page may cost stands in test_routes."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.models import Mail
from feedback.sweeps import tell
from portal.days import workdays
from portal.people.models import Absence, Role, Seat
from reports.models import Credit
from reports.states import State
from reports.workflow import appointments, commissions
from routing.workflow import issues
from tests.backups import every_kind
from tests.filings import event, filing
from tests.handlings import agreed, competence, promise, revisit, waiting_part
from tests.inspections import visit
from tests.makers import NINE, Office, person
from tests.test_routes import MOST
from tests.world import people_of

MANY = 10  # a statement for each row would show with the second one; some pages show only the first few

# (who, list, what the address asks for, queries at most).
LISTS = [
    ("clerk", "desk", {}, 21),
    ("author", "desk", {}, 22),
    ("officer", "desk", {}, 17),
    ("leader", "desk", {}, 14),
    ("clerk", "overview", {}, 16),
    ("clerk", "search", {"q": "建议"}, 26),
    ("officer", "search", {"q": "建议"}, 22),
    ("clerk", "leave", {}, 12),
    ("clerk", "feedback:same_day", {"by": "year"}, 11),
    ("clerk", "feedback:promised", {"half": "sign_by"}, 12),
    ("system", "posts", {}, 15),
    ("clerk", "backups", {}, 14),
    ("clerk", "feedback:mails", {}, 14),
    ("system", "feedback:mails", {}, 14),
    ("supervisor", "feedback:mails", {"tab": "trying"}, 14),
    ("clerk", "reports:list", {}, 11),
    ("clerk", "reports:list", {"q": "热水器 排查", "category": "urban", "since": "2026-01-01"}, 20),
    ("liaison", "reports:list", {}, 11),
    ("author", "reports:list", {}, 11),
    ("clerk", "reports:queue", {}, 14),
    ("clerk", "reports:queue", {"group": "waiting", "category": "urban"}, 14),
    ("clerk", "reports:leads", {}, 11),
    ("clerk", "reports:leads", {"closed": 1}, 11),
    ("author", "reports:leads", {}, 11),
    ("clerk", "reports:appointments", {}, 12),
    ("clerk", "reports:appointments", {"past": 1}, 12),
    ("clerk", "reports:commissions", {}, 11),
    ("clerk", "reports:commissions", {"ended": 1}, 10),
    ("author", "reports:commissions", {}, 11),
    ("clerk", "reports:sealed", {}, 10),
    ("security", "reports:sealed", {}, 10),
    ("clerk", "routing:issues", {}, 17),
    ("leader", "routing:reading", {}, 10),
    ("clerk", "routing:directives", {}, 14),
    ("clerk", "routing:directives", {"closed": 1}, 14),
    ("leader", "routing:directives", {}, 14),
    ("clerk", "routing:assignments", {}, 11),
    ("clerk", "routing:assignments", {"ended": 1}, 10),
    ("officer", "routing:assignments", {}, 10),
    ("clerk", "routing:promises", {}, 12),
    ("officer", "routing:promises", {"tab": "due"}, 11),
    ("clerk", "routing:promises", {"tab": "rates"}, 11),
    ("clerk", "reports:consultations", {}, 13),
    ("liaison", "reports:consultations", {}, 13),
    ("author", "reports:consultations", {}, 13),
    ("clerk", "reports:stations", {}, 12),
    ("clerk", "reports:proposals", {}, 12),
    ("author", "reports:proposals", {}, 12),
    ("author", "feedback:notices", {}, 13),
    ("officer", "feedback:notices", {}, 9),
    ("leader", "feedback:notices", {}, 11),
    ("clerk", "feedback:supervision", {}, 19),
    ("head", "feedback:supervision", {"how": "all"}, 18),
    ("clerk", "feedback:three_rates", {"period": "own", "since": "2026-01-01", "until": "2026-12-31"}, 13),
    (
        "clerk",
        "feedback:rated",
        {"rate": "sign_for", "since": "2026-01-01", "until": "2026-12-31"},
        11,
    ),
    ("clerk", "routing:visits", {}, 11),
    ("clerk", "routing:competences", {}, 11),
    ("clerk", "routing:revisits", {}, 11),
    ("clerk", "routing:revisits", {"tab": "planned"}, 12),
    ("clerk", "routing:filings", {}, 14),
    ("clerk", "routing:filed", {}, 13),
    ("clerk", "routing:events", {}, 13),
    ("clerk", "routing:published", {}, 13),
    ("clerk", "routing:adoption", {"year": 2026}, 14),
]


def asked(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    return len(queries)


@pytest.fixture
def office(db):
    office = Office()
    office.people = people_of(office)
    return office


def test_no_tab_of_a_report_asks_too_much(office, client):
    report = office.report(State.ANSWERED)
    client.force_login(office.clerk)
    for tab in ("text", "journey", "handling", "adoption"):
        assert asked(client, reverse("report", args=[report.pk], query={"tab": tab})) <= MOST, tab


def one_of_each(office, n):
    """A row more in every list, those of what has ended among them."""
    for state in (State.SUBMITTED, State.HANDLING, State.ANSWERED, State.SEALED):
        office.report(state, joint=[Credit("joint", office.joint)])
    closes_on = workdays.load().next_working(timezone.localdate())
    office.lead(), office.lead(at=timezone.now(), closes_on=closes_on)
    office.commission()
    someone = person(f"someone_{n}", Role.INFORMANT)
    office.appointment(person=someone, since=date(2020, 1, 1), until=date(2026, 12, 31))
    office.appointment(person=someone, since=date(2027, 1, 1), until=date(2028, 12, 31))
    past = office.appointment(person=person(f"past_{n}", Role.INFORMANT))
    appointments.end_appointment(past, by=office.clerk, at=NINE, note="另有任用。")
    said = {"by": office.clerk, "at": NINE, "note": "另有安排。"}
    commissions.cancel_commission(office.commission(), **said)
    day = timezone.localdate() + timedelta(days=n)
    Seat.objects.create(post_id="signer", user=office.editor, since=day, until=day, stand_in=True)
    Absence.objects.create(user=office.vetter, since=day, until=day)
    office.matter(), office.suggestion(), office.proposal(str(n))
    event(office, filing(office, status="received"))
    visit(office)
    promise(office), promise(office, "given_up"), waiting_part(office)
    agreed(office), revisit(office), competence(office, f"事项{n}")
    every_kind(n)
    tell(NINE)
    failed = Mail.objects.filter(user=office.author, tries=0)
    failed.update(state=Mail.State.FAILED, tries=1)
    Mail.objects.filter(user=office.joint, tries=0).update(tries=1)


def costs(office, client):
    found = []
    for who, route, query, _most in LISTS:
        client.force_login(office.people[who])
        client.get(reverse("healthz"))  # a session is written with the first request of a minute
        found.append(asked(client, reverse(route, query=query)))
    return found


def test_a_list_asks_as_little_for_many_rows_as_for_one(office, client):
    one_of_each(office, 1)
    costs(office, client)  # what is looked up once and remembered
    few = costs(office, client)
    for n in range(2, MANY + 1):
        one_of_each(office, n)
    many = costs(office, client)
    wrong = [
        f"{who} {route} {query}: {one} for one, {them} for {MANY}, {most} at most"
        for (who, route, query, most), one, them in zip(LISTS, few, many, strict=True)
        if not (one <= most and them <= min(one + 1, most))  # a full page is counted
    ]
    assert not wrong, "\n".join(wrong)


def issue_of(office, pieces, published):
    """An issue of so many pieces, published, or being composed while as many reports wait for a place."""
    issue = issues.begin_issue(by=office.clerk, at=NINE, series=office.series)
    for _ in range(pieces):
        issues.place(issue, by=office.clerk, at=NINE, report=office.report(State.SIGNED))
        issue.refresh_from_db()
    if published:
        office.issued(issue.pieces.first().report, NINE)
    else:
        for _ in range(pieces):
            office.report(State.SIGNED)
    return issue


@pytest.mark.parametrize(
    ("who", "route", "published", "most"),
    [
        ("clerk", "routing:issue", False, 19),
        ("clerk", "routing:issue", True, 18),
        ("supervisor", "routing:pdf", True, 10),
        ("supervisor", "routing:word", True, 10),
        ("leader", "routing:read", True, 20),
    ],
)
def test_an_issue_asks_as_little_for_ten_pieces_as_for_one(office, client, who, route, published, most):
    client.force_login(office.people[who])
    costs = []
    for pieces in (1, 10):
        url = reverse(route, args=[issue_of(office, pieces, published).pk])
        asked(client, url)  # the first opening by a leader is its read mark
        costs.append(asked(client, url))
    assert costs[0] == costs[1] <= most
