"""Every route, tried by everybody, on own and on other people's objects. A route without a row fails."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver, reverse

from feedback import sweeps
from portal.models import Role
from reports.models import Attachment
from reports.states import State
from routing.workflow import assignments, directives, issues
from tests.makers import NINE, Office, organisation, person, unit

OFFICE = "clerk editor signer supervisor"
ALL = (
    "author joint informant liaison other_liaison clerk editor signer supervisor leader other_leader officer "
    "co_officer other_officer system security audit"
)
AUTHORS = "author joint"
READERS_OF_IT = f"{AUTHORS} liaison {OFFICE}"  # everybody who sees the report that is being handled

# (route, object, who gets the page, what everybody else gets). Strangers are always sent to the door.
PAGES = [
    ("desk", "", ALL, None),
    ("overview", "", OFFICE, 403),
    ("posts", "", f"{OFFICE} system", 403),
    ("report", "report", READERS_OF_IT, 404),
    ("report", "draft", "author", 404),
    ("reports:list", "", ALL, None),
    ("reports:new", "", "author joint informant", 403),
    ("reports:write", "draft", "author", 404),
    ("reports:check", "draft", "author", 404),
    ("reports:sent", "report", AUTHORS, 404),
    ("reports:edit", "editing", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:sign_off", "awaiting", "signer", (403, "clerk editor supervisor author liaison", 404)),
    ("reports:step", "editing keep_on_file", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:step", "submitted withdraw", "author", (403, f"{OFFICE} liaison", 404)),
    ("reports:file", "file", READERS_OF_IT, 404),
    ("reports:queue", "", "clerk editor", 403),
    ("routing:issues", "", OFFICE, 403),
    ("routing:issue", "issue", OFFICE, 403),
    ("routing:issue_step", "open_issue submit_issue", "clerk", 403),
    ("routing:pdf", "issue", f"{OFFICE} leader", 404),
    ("routing:pdf", "open_issue", OFFICE, 404),
    ("routing:reading", "", "leader other_leader", 403),
    ("routing:read", "issue", "leader", (404, "other_leader", 403)),
    ("routing:read", "open_issue", "", (404, "leader other_leader", 403)),
    ("routing:directives", "", f"{OFFICE} leader other_leader", 403),
    ("routing:directive", "directive", f"{OFFICE} leader officer co_officer", 404),
    (
        "routing:directive_step", "unassigned name_units", "clerk leader",
        (403, "editor signer supervisor", 404),
    ),
    ("routing:assignments", "", f"{OFFICE} officer co_officer other_officer", 403),
    ("routing:assignment", "assignment", f"{OFFICE} officer", 404),
    ("routing:assignment_step", "assignment reply", "officer", (403, OFFICE, 404)),
    ("routing:transfer", "signed", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("routing:reply_file", "reply_file", f"{OFFICE} officer", 404),  # not passed: not yet for the author
    ("routing:reply_file", "passed_file", f"{OFFICE} officer author", 404),
    ("feedback:notices", "", ALL, None),
    ("feedback:give_opinion", "answered", "author", (403, f"{OFFICE} liaison", 404)),
]  # fmt: skip
# Routes that only take a POST, or are open to strangers, or answer with a redirect: tested where they belong.
ELSEWHERE = {
    "reports:signing",
    "routing:begin_issue", "routing:place", "routing:take_out", "feedback:read_all", "feedback:notice",
    "login", "logout", "set_language", "healthz",
}  # fmt: skip
POSTS = [
    ("routing:begin_issue", "", "clerk"),
    ("routing:place", "open_issue signed", "clerk"),
    ("routing:take_out", "open_issue piece", "clerk"),
]


@pytest.fixture
def world(db):
    """One object of each kind, and somebody in every relation to it."""
    o = Office()
    elsewhere = organisation("政协望江区委员会")
    people = {
        name: getattr(o, name)
        for name in [
            "author",
            "joint",
            "clerk",
            "editor",
            "signer",
            "supervisor",
            "leader",
            "officer",
            "co_officer",
        ]
    } | {
        "informant": person("informant", Role.INFORMANT, at=elsewhere),
        "liaison": person("liaison", Role.LIAISON),
        "other_liaison": person("other_liaison", Role.LIAISON, at=elsewhere),
        "other_officer": person("other_officer", Role.OFFICER, at=unit("教育局")),
        "system": person("system", Role.SYSTEM_ADMIN),
        "security": person("security", Role.SECURITY_ADMIN),
        "audit": person("audit", Role.AUDIT_ADMIN),
    }
    report = o.report(State.HANDLING, joint=[("joint", o.joint)])
    answered = o.report(State.ANSWERED, by=o.author)
    people["other_leader"] = person("other_leader", Role.LEADER, at=organisation("市政府办公室"))
    placed = o.report(State.PLACED)
    issued = o.report(State.ISSUED)
    lead = report.assignments.get(part="lead")
    assignments.sign_for(lead, by=o.officer, at=NINE + timedelta(hours=1))
    replied = answered.assignments.get(part="lead").replies.get()
    waiting = o.report(State.HANDLING)
    waiting_lead = waiting.assignments.get(part="lead")
    assignments.sign_for(waiting_lead, by=o.officer, at=NINE + timedelta(hours=1))
    o.replied(waiting_lead, NINE + timedelta(hours=2))

    def attach(subject):
        return Attachment.objects.create(
            subject=subject, report=subject.report, file=ContentFile(b"%PDF-", "x"), name="附件.pdf",
            size=5, sha256=uuid.uuid4().hex, by=o.author, at=NINE,
        )  # fmt: skip

    objects = {
        "report": report, "draft": o.draft(), "submitted": o.report(), "editing": o.report(State.EDITING),
        "awaiting": o.report(State.AWAITING_SIGNOFF), "signed": o.report(State.SIGNED), "answered": answered,
        "issue": report.piece.issue, "open_issue": placed.piece.issue, "piece": placed.piece,
        "directive": report.directives.get(), "assignment": lead, "file": attach(report),
        "reply_file": attach(waiting_lead.replies.get()), "passed_file": attach(replied),
        "unassigned": directives.direct(
            issued.piece, by=o.leader, at=NINE + timedelta(hours=1), key=uuid.uuid4(), text="请办公室研究。"
        ),
    }  # fmt: skip
    return SimpleNamespace(office=o, people=people, **objects)


def address(world, route, about):
    args = [getattr(world, word).pk if hasattr(world, word) else word for word in about.split()]
    return reverse(route, args=args)


def expected(who, allowed, otherwise):
    if who in allowed.split():
        return 200
    if isinstance(otherwise, tuple):
        code, those, rest = otherwise
        return code if who in those.split() else rest
    return otherwise


def test_every_route_has_a_row():
    def names(patterns, space=""):
        for p in patterns:
            if isinstance(p, URLPattern):
                yield space + p.name
            else:
                yield from names(p.url_patterns, f"{p.namespace}:" if p.namespace else space)

    rows = {row[0] for row in PAGES} | ELSEWHERE
    assert set(names(get_resolver().url_patterns)) == rows


def test_every_page_answers_everybody_as_the_table_says(world, client):
    wrong = []
    for who, user in world.people.items():
        client.force_login(user)
        for route, about, allowed, otherwise in PAGES:
            answer = client.get(address(world, route, about))
            right = expected(who, allowed, otherwise)
            if answer.status_code != right:
                wrong.append(f"{who} {route} {about}: {answer.status_code}, not {right}")
    assert not wrong, "\n".join(wrong)


def test_strangers_are_sent_to_the_door(world, client):
    for route, about, *_ in PAGES:
        url = address(world, route, about)
        assert client.get(url).headers["Location"].startswith("/login/?next="), route


def test_posts_are_refused_to_everybody_else_and_nothing_happens(world, client):
    for who, user in world.people.items():
        client.force_login(user)
        for route, about, allowed in POSTS:
            if who not in allowed.split():
                assert client.post(address(world, route, about)).status_code in (403, 404), (who, route)
            assert client.get(address(world, route, about)).status_code == 405, route
    assert issues.Issue.objects.count() == 5


def test_a_disabled_account_is_out_at_once(world, client):
    client.force_login(world.office.clerk)
    assert client.get("/queue/").status_code == 200
    world.office.clerk.is_active = False
    world.office.clerk.save()
    assert client.get("/queue/").headers["Location"].startswith("/login/")


def test_a_role_that_ends_ends_at_the_next_request(world, client):
    client.force_login(world.office.editor)
    assert client.get("/queue/").status_code == 200
    world.office.editor.hats.all().delete()
    assert client.get("/queue/").status_code == 403


def test_nobody_opens_another_persons_notice(world, client):
    sweeps.tell(NINE + timedelta(hours=3))
    notice = world.office.author.notices.first()
    client.force_login(world.people["informant"])
    assert client.get(reverse("feedback:notice", args=[notice.pk])).status_code == 404
    client.force_login(world.office.author)
    assert client.get(reverse("feedback:notice", args=[notice.pk])).status_code == 302
