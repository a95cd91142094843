"""Words that must not get about: each is planted once, and met by exactly those who may read it.

Every address that anybody is led to is tried by everybody, so nothing hides behind a missing link.
"""

from collections import defaultdict

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.models import Mail
from feedback.sweeps import remind, tell
from portal.ledger.reading import step_url
from portal.people.models import User
from portal.people.roles import hats_of
from portal.roof import seeking
from portal.roof.seeking import found
from portal.unsent.models import Unsent
from reports import workflow as reports
from reports.models import Credit
from reports.states import MatterState, State
from reports.workflow import commissions
from routing.models import Issue, Line, Rank
from routing.workflow import adoption, assignments, closing, directives, issues, upward
from tests import canaries, planted_handling
from tests.crawl import BEGINNINGS, everything_read, read, signed_in
from tests.filings import event, filing
from tests.known import known  # noqa: F401 (a fixture)
from tests.makers import NINE, TEXT, Office
from tests.planted import planted_on_paper, planted_unreached
from tests.world import ALL, HOUR, attach, people_of

CANARIES = [*canaries.CANARIES, *planted_handling.CANARIES]


@pytest.fixture
def people(db, known):  # noqa: F811
    """Everybody, after a story that plants each word where somebody would write it."""
    office = Office()
    people = people_of(office) | {"stranger": None}
    _name(office.author, "canaryunnamedauthor", phone="canaryunnamedphone", email="canaryemail@example.test")
    _name(people["informant"], "canarynamedauthor", phone="canarynamedphone")
    _name(office.joint, "canaryjoint")
    _name(office.leader, "canaryleader")
    office.lead(topic="canarytopic", why="canarywhy", people=[office.author, people["informant"]])
    office.commission(topic="canaryordered", organisations=[office.author.organisation])
    asked = office.commission(topic="canarycommission", people=[people["informant"]])
    commissions.decline_commission(asked, by=people["informant"], at=NINE, note="canarydeclined")
    office.appointment(at=timezone.now(), field="canaryfield", contact=office.supervisor)
    User.objects.filter(pk=office.supervisor.pk).update(phone="canarycontactphone")
    _planted_in_review(office)
    _planted_in_handling(office, people["informant"])
    _planted_at_the_station(office)
    _planted_above(office, joint=[Credit("canaryjoint", office.joint)])
    planted_handling.plant(office)
    tell(NINE + 5 * HOUR)
    remind(NINE + 5 * HOUR)
    planted_unreached(office.officer)
    return people


def _name(user, name, **other):
    User.objects.filter(pk=user.pk).update(name=name, **other)
    user.refresh_from_db()


def _planted_in_review(o):
    """A draft, and edits that nobody signed: awaiting it, sent back, returned, kept on file."""
    joint = [Credit("canaryjoint", o.joint)]
    o.draft(advice="canarydraft", joint=joint)
    sealed = o.report(State.EDITING, joint=joint, title="canarysealed", situation="canarysealed")
    o.sealed(sealed, NINE + HOUR)
    edited = {"title": "canaryeditedtitle", "advice": "canaryeditedadvice"}
    four = [o.report(State.SUBMITTED, joint=joint, analysis="canaryown") for _ in range(4)]
    for report in four:
        reports.take_up(report, by=o.clerk, at=NINE + HOUR)
        reports.edit(
            report, by=o.clerk, at=NINE + HOUR, version=report.version, note="canaryeditnote",
            **TEXT | edited,
        )  # fmt: skip
    awaiting, sent_back, returned, kept = four
    for report in (awaiting, sent_back):
        reports.submit_for_signoff(report, by=o.clerk, at=NINE + HOUR, note="canarytosigner")
    reports.send_back(sent_back, by=o.signer, at=NINE + HOUR, note="canarysentback")
    ended = {"by": o.clerk, "at": NINE + HOUR, "note": "canaryreason"}
    reports.return_to_author(returned, reason="no_advice", **ended)
    reports.keep_on_file(kept, reason="known", **ended)


def _planted_at_the_station(o):
    """A citizen's matter that nobody has looked at, one that was accepted, one that became a report."""
    citizen = {"citizen": "canarycitizen", "phone": "canarytelephone"}
    o.suggestion(text="canaryunlooked", **citizen)
    o.matter(MatterState.OPEN, text="canarymatter", **citizen)
    o.matter(MatterState.REPORTED, **citizen)


def _planted_in_handling(o, named):
    """Two reports of one issue with units, one naming its author: one reply has passed, the other waits."""
    joint = [Credit("canaryjoint", o.joint)]
    secret = o.report(State.PLACED, joint=joint, situation="canarysigned")
    shown = o.report(State.SIGNED, by=named, name_shown=True)
    issue = secret.piece.issue
    issues.place(issue, by=o.clerk, at=NINE + HOUR, report=shown)
    issue.refresh_from_db()
    pieces = list(issue.pieces.all())
    issues.arrange(
        issue, by=o.clerk, at=NINE + HOUR, version=issue.version, order=[p.pk for p in pieces],
        note="canaryeditorsnote", recipients=[Line(Rank.UP, o.leader)],
    )  # fmt: skip
    o.issued(secret, NINE + HOUR)
    for piece, say in zip(issue.pieces.all(), ("canaryreplypassed", "canaryreplywaiting"), strict=True):
        directives.direct(
            piece, by=o.leader, at=NINE + HOUR, key=piece.report.key, text="canarydirective",
            lead=[o.unit], co=[o.co_unit],
        )  # fmt: skip
        slip = piece.report.assignments.get(part="lead")
        assignments.sign_for(slip, by=o.officer, at=NINE + HOUR)
        by_whom = "canaryapprover" if piece.report == shown else "王局长"
        assignments.reply(
            slip, by=o.officer, at=NINE + 2 * HOUR, text=say, grade="solved", approved_by=by_whom
        )
        if piece.report == secret:
            closing.pass_reply(slip, by=o.clerk, at=NINE + 3 * HOUR)
    attach(slip.replies.get(), o.officer, name="canaryfilewaiting.pdf")
    _planted_unsent(o, shown.assignments.get(part="co"))
    planted_on_paper(o, secret)


def _planted_unsent(o, slip):
    """What a co-unit has typed into the form of its opinion, and the file it has chosen."""
    assignments.sign_for(slip, by=o.co_officer, at=NINE + HOUR)
    here = step_url(slip, "send_opinion")
    row = Unsent.objects.create(
        user=o.co_officer, form=here, address=here, report=slip.report, words=[["text", "canaryunsent"]],
        saved_at=timezone.now(),
    )  # fmt: skip
    attach(row, o.co_officer, "canaryunsentfile.txt", b"canaryunsentbytes")


def _planted_above(o, joint):
    """Filed to the province: adopted there, then news of a leader's directive, then news that was wrong."""
    found = filing(o, o.report(State.SIGNED, joint=joint), at=NINE + HOUR, note="canarycovering")
    report, later = found.pieces.get().report, {"by": o.clerk, "at": NINE + 2 * HOUR}
    said = {"received_on": NINE.date(), "receipt_number": "canaryreceipt"}
    upward.record_receipt(found, **later, **said)
    event(o, found, at=NINE + 2 * HOUR, source="canarysource", note="canarynewsnote")
    event(o, report, at=NINE + 2 * HOUR, kind="directive", source="canarywording", note="canarywording")
    wrong = event(o, report, at=NINE + 2 * HOUR, kind="used", level="national", source="canarystruck")
    adoption.strike_event(wrong, **later, note="canarystruck")


def test_each_word_is_met_by_exactly_those_who_may_read_it(people):
    met = defaultdict(set)
    for who, _url, text in everything_read(people):
        for word, _readers in CANARIES:
            if word in text:
                met[word].add(who)
    wrong = [
        f"{word}: shown to {sorted(met[word] - may)}, hidden from {sorted(may - met[word])}"
        for word, may in CANARIES
        if met[word] != may
    ]
    assert not wrong, "\n".join(wrong)


def test_a_refusal_says_the_same_whatever_was_asked_for(db):
    """The crawl reads bare ones; the menu, which stands beside these words, it reads on other pages."""
    office, codes = Office(), set()
    drafts = [
        office.draft(by=office.joint, title=title, advice=title) for title in ("canaryone", "canarytwo")
    ]
    asked = [reverse("report", args=[d.pk]) for d in drafts]
    asked += [reverse("step", args=["reports", d.pk, "submit"]) for d in drafts]
    asked += [reverse(name) for name in BEGINNINGS] + ["/no/page/", "/canary/page/"]
    for who, user in people_of(office).items():
        client, said = signed_in(user), defaultdict(set)
        for url in asked:
            answer = client.get(url)
            if answer.status_code in (403, 404):
                said[answer.status_code].add(answer.content.decode().split("<main ")[1])
        codes |= said.keys()
        assert all(len(pages) == 1 for pages in said.values()), (who, said)
    assert codes == {403, 404}


def test_search_finds_no_word_for_those_who_may_not_read_it(people):
    """The page repeats what was searched for, so what was found for it is asked, and not the page.

    Who has an account is known to the administrators: that tells of no report who wrote it.
    """
    assert found(hats_of(people["clerk"], NINE.date()), "canaryown")
    for who in ALL.split():
        hats = hats_of(people[who], NINE.date())
        for word in [word for word, may in CANARIES if who not in may]:
            assert not [kind for kind, *_rows in found(hats, word) if kind.rows is not seeking.people], (
                who,
                word,
            )


def test_no_mail_carries_a_word(people):
    mails = list(Mail.objects.select_related("user"))
    assert {mail.user for mail in mails} >= {people[who] for who in ("author", "officer", "leader", "clerk")}
    for mail in mails:
        said = f"{mail.subject}\n{mail.body}".replace(mail.user.name, "")  # it greets its reader
        assert not [word for word, _may in CANARIES if word in said], (mail, said)


def test_the_issue_is_printed_for_its_readers(people):
    """A PDF can be read here at all: else it would seem to hide every word."""
    client = signed_in(people["leader"])
    words = read(client.get(reverse("routing:pdf", args=[Issue.objects.get(number=1).pk])))
    assert "canaryeditorsnote" in words and "canaryunnamedauthor" in words
