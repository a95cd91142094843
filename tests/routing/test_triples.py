"""Who may take which step of an issue, a directive, an assignment, and when; all else is refused."""

import uuid

from portal.ledger.registry import procedure_of
from reports.states import State
from routing.models import AdoptionEvent, Assignment, Directive, Filing, Issue, Promise
from routing.states import AssignmentState, DirectiveState, FilingState, IssueState, PromiseState
from routing.workflow import adoption, assignments, closing, directives, issues, returning, waiting
from tests.filings import event, filing
from tests.handlings import promise
from tests.makers import NINE, unit
from tests.policies import long_chain
from tests.triples import cast, surprises, tried

DROPPERS = "dropping_clerk dropping_taker"
CLERKS, SIGNERS, NOBODY = f"clerk taker {DROPPERS}", "signer numbering_signer", ""
DRAFTS = "draft numbered_draft correction"
UNNUMBERED = "draft awaiting_vetting awaiting_signoff correction"
# step: (in these statuses, by these people)
ISSUE = {
    "compose": (DRAFTS, CLERKS),
    "submit_issue": (DRAFTS, CLERKS),
    "submit_issue_for_vetting": ("", NOBODY),  # where the office has no vetter
    "vet_issue": ("awaiting_vetting", "vetter"),
    "send_issue_back_to_compiler": ("awaiting_vetting", "vetter"),
    "sign_issue": ("awaiting_signoff", SIGNERS),
    "send_issue_back": ("awaiting_signoff", SIGNERS),
    "publish_issue": ("signed", CLERKS),
    "reopen_issue": ("signed", CLERKS),
    "void_issue": ("signed numbered_draft", "numbering_signer"),
    "drop_issue": (UNNUMBERED, DROPPERS),
    "pull": ("draft awaiting_vetting awaiting_signoff signed numbered_draft correction", NOBODY),
    "strike_out": ("void", NOBODY),
    "record_delivery": ("published", CLERKS),
    "circulate_issue": ("published", NOBODY),
    "correct_issue": ("published circulated", CLERKS),
}
OPENERS = "clerk_who_opened taker_who_opened"
CHOSEN = "clerk_passed_by taker_passed_by"
DIRECTIVE = {
    "reopen_directive": ("handled closed", NOBODY),
    "name_units": ("unassigned opened", f"{CLERKS} {OPENERS} {CHOSEN}"),
    "choose_units": ("unassigned opened", "leader"),
    "see_through": ("chosen", CHOSEN),
    "close_directive": ("assigned chosen", NOBODY),
    "finish_directive": ("assigned chosen", NOBODY),
    "report_back": ("handled", f"{CLERKS} {OPENERS} {CHOSEN}"),
    "amend_outcome": ("handled closed", f"{CLERKS} {OPENERS} {CHOSEN}"),
    "open_wording": ("unassigned assigned chosen handled closed", f"{CLERKS} {CHOSEN}"),
    "close_wording": ("opened", OPENERS),
}
ASKED = "officer_who_asked officer_who_asked_to_return"
OFFICERS = f"officer {ASKED}"
NOT_ASKED = "assigned handling handling_again waiting time_requested"
AT_LEAD = f"{NOT_ASKED} return_requested"
AT_CO = "co_assigned co_handling"
DECIDERS = f"{CLERKS} clerk_of_a_helper taker_of_a_helper"
ASSIGNMENT = {
    "sign_for": ("assigned co_assigned", f"{OFFICERS} helper"),
    "wait_for": ("handling handling_again co_handling", f"{OFFICERS} helper {DECIDERS}"),
    "nudge": ("waiting", NOBODY),
    "go_on": ("waiting", f"{OFFICERS} helper {DECIDERS}"),
    "end_waiting": ("waiting", NOBODY),
    "request_time": ("handling co_handling", "officer officer_who_asked_to_return helper"),
    "grant_time": ("time_requested", DECIDERS),
    "refuse_time": ("time_requested", DECIDERS),
    "request_return": (f"assigned handling handling_again {AT_CO}", "officer officer_who_asked helper"),
    "agree_return": ("return_requested", DECIDERS),
    "refuse_return": ("return_requested", DECIDERS),
    "reply": ("handling waiting time_requested handling_again", OFFICERS),
    "send_opinion": ("co_handling", "helper"),
    "pass_reply": ("replied", DECIDERS),
    "send_reply_back": ("replied", DECIDERS),
    "reopen": ("passed", NOBODY),
    "change_task": (f"{AT_LEAD} {AT_CO}", DECIDERS),
    "add_co_unit": (AT_LEAD, CLERKS),
    "recall_unit": (f"{NOT_ASKED} {AT_CO}", DECIDERS),
    "release": (f"{AT_LEAD} {AT_CO} replied", NOBODY),
}
FILING = {
    "compose_filing": ("draft", CLERKS),
    "pull_from_filing": ("draft sent received closed", NOBODY),
    "send_filing": ("draft", CLERKS),
    "drop_filing": ("draft", CLERKS),
    "record_receipt": ("sent", CLERKS),
    "ask_outcome": ("received", CLERKS),
    "close_filing": ("sent received", CLERKS),
    "complete_filing": ("received", NOBODY),
    "reopen_filing": ("closed", NOBODY),
}
EVENT = {"strike_event": ("stands", CLERKS)}
PROMISE = {
    "report_promise": ("open slipped", "officer"),
    "move_promise": ("open slipped", "officer"),
    "give_up_promise": ("open slipped", "officer"),
    "confirm_promise": ("reported", f"{CLERKS} {OPENERS}"),
    "send_promise_back": ("reported", f"{CLERKS} {OPENERS}"),
    "supersede_promise": ("open reported slipped", NOBODY),
    "slip_promise": ("open slipped", NOBODY),
    "chase_promise": ("slipped", OPENERS),
}


def issue_in(office, status):
    """`numbered_draft` was signed and is being changed again; `correction` is one that was just begun."""
    issue = office.report(State.PLACED).piece.issue
    if status == IssueState.AWAITING_VETTING:
        with long_chain(office):
            issues.submit_issue_for_vetting(issue, by=office.clerk, at=NINE)
    elif status != IssueState.DRAFT:
        issues.submit_issue(issue, by=office.clerk, at=NINE)
    if status not in (IssueState.DRAFT, IssueState.AWAITING_VETTING, IssueState.AWAITING_SIGNOFF):
        issues.sign_issue(issue, by=office.signer, at=NINE, text_hash=issue.text_hash)
    if status in (IssueState.PUBLISHED, IssueState.CIRCULATED, "correction"):
        issues.publish_issue(issue, by=office.clerk, at=NINE)
    if status == IssueState.CIRCULATED:
        issues.mark_read(issue, by=office.leader, at=NINE)
    if status == IssueState.VOID:
        issues.void_issue(issue, by=office.signer, at=NINE, note="日期有误。")
    if status == "numbered_draft":
        issues.reopen_issue(issue, by=office.clerk, at=NINE, note="按语请改。")
    if status == "correction":
        issue = issues.correct_issue(issue, by=office.clerk, at=NINE, note="数字有误。")
    assert issue.status == (IssueState.DRAFT if status in DRAFTS.split() else status)
    return issue


def directive_in(office, status):
    report = office.report(State.ISSUED)
    if status == DirectiveState.HANDLED:
        directive = office.registered(report, NINE, leader_name="省领导甲", rank="provincial")
    else:
        said = {"by": office.leader, "at": NINE, "key": uuid.uuid4(), "text": "请研办。"}
        directive = directives.direct(report.piece, **said)
    if status not in (DirectiveState.UNASSIGNED, "opened"):
        chosen = status == "chosen"
        hand_on = directives.choose_units if chosen else directives.name_units
        hand_on(directive, by=office.leader if chosen else office.clerk, at=NINE, lead=[office.unit])
    if status in (DirectiveState.HANDLED, DirectiveState.CLOSED):
        office.answered(report, NINE)
        directive.refresh_from_db()
    if status == "opened":
        directives.open_wording(directive, by=office.clerk, at=NINE, note="领导同意公开。")
    assert status in (directive.status, "opened", "chosen")
    return directive


def assignment_in(office, status):
    """`handling_again` is with the unit after more time was asked for and refused; `co_` is a co-unit's."""
    report = office.report(State.SIGNED)
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit], co=[office.co_unit])
    lead, co = report.assignments.all()
    if status.startswith("co_") or status == AssignmentState.OPINION_SENT:
        return co_assignment_in(office, status, co)
    if status == AssignmentState.RELEASED:
        office.answered(report, NINE)
        co.refresh_from_db()
        return co
    if status != AssignmentState.ASSIGNED:
        assignments.sign_for(lead, by=office.officer, at=NINE)
    if status in (AssignmentState.RETURN_REQUESTED, AssignmentState.RETURNED):
        returning.request_return(lead, by=office.officer, at=NINE, note="不属我局职责。")
    if status == AssignmentState.RETURNED:
        returning.agree_return(lead, by=office.clerk, at=NINE, unit=unit("教育局"))
    if status == AssignmentState.RECALLED:
        returning.recall_unit(lead, by=office.clerk, at=NINE, note="交办有误。", unit=unit("教育局"))
    if status == AssignmentState.WAITING:
        waiting.wait_for(lead, by=office.officer, at=NINE, waiting_for="与反映人联合踏勘")
    if status in (AssignmentState.TIME_REQUESTED, "handling_again"):
        assignments.request_time(lead, by=office.officer, at=NINE, days=5, note="需入户核实。")
    if status == "handling_again":
        assignments.refuse_time(lead, by=office.clerk, at=NINE, note="请按期办结。")
    if status in (AssignmentState.REPLIED, AssignmentState.PASSED):
        office.replied(lead, NINE)
    if status == AssignmentState.PASSED:
        closing.pass_reply(lead, by=office.clerk, at=NINE)
    assert lead.status == status.removesuffix("_again")
    return lead


def co_assignment_in(office, status, co):
    if status != "co_assigned":
        assignments.sign_for(co, by=office.co_officer, at=NINE)
    if status == AssignmentState.OPINION_SENT:
        assignments.send_opinion(co, by=office.co_officer, at=NINE, text="可提供数据。")
    assert co.status == status.removeprefix("co_")
    return co


def what_they_are(status, name):
    """More time, and to return it, is asked for once. On a co-unit's part the officers swap."""
    if status in (AssignmentState.RELEASED, AssignmentState.OPINION_SENT) or status.startswith("co_"):
        swapped = {"officer": "co_officer", "co_officer": "helper"}
        return f"{name}_of_a_helper" if name in CLERKS.split() else swapped.get(name, name)
    if status in (AssignmentState.RETURN_REQUESTED, AssignmentState.RETURNED) and name == "officer":
        return "officer_who_asked_to_return"
    asked = status in (AssignmentState.TIME_REQUESTED, "handling_again")
    return "officer_who_asked" if asked and name == "officer" else name


NUMBERED = ("signed", "published", "circulated", "void", "numbered_draft")


def what_they_are_to_an_issue(status, name):
    """A number is declared void, and what has none given up."""
    if status in UNNUMBERED.split() and name in ("clerk", "taker"):
        return f"dropping_{name}"
    return "numbering_signer" if status in NUMBERED and name == "signer" else name


def test_issue(office):
    statuses = [*IssueState, "numbered_draft", "correction"]
    people, subjects = cast(office, NINE), {status: issue_in(office, status) for status in statuses}
    fields = {"sign_issue": {"number": 99}}
    assert set(ISSUE) == set(procedure_of(Issue).steps)
    alias = what_they_are_to_an_issue
    assert not surprises(ISSUE, subjects, people, at=NINE, fields=fields, alias=alias)


def test_where_there_is_a_vetter_an_issue_goes_to_the_vetter_first(office):
    people, subjects = cast(office, NINE), {"draft": issue_in(office, "draft")}
    with long_chain(office):
        table = dict.fromkeys(ISSUE, ("", "")) | {"submit_issue_for_vetting": ("draft", CLERKS)}
        found = surprises(table, subjects, people, at=NINE)
    ways = ("submit_issue", "submit_issue_for_vetting")
    assert not [surprise for surprise in found if surprise[1] in ways]


def test_directive(office):
    """`opened` is one whose wording the authors may read, with its units still to be named; of `chosen` the
    leader has chosen them."""
    people, statuses = cast(office, NINE), [*DirectiveState, "opened", "chosen"]
    subjects = {status: directive_in(office, status) for status in statuses}
    assert set(DIRECTIVE) == set(procedure_of(Directive).steps)
    assert not surprises(DIRECTIVE, subjects, people, at=NINE, alias=to_the_wording)


def to_the_wording(status, name):
    """What is open is not opened again, only taken back. Whose outcome is reported back is not here."""
    if (status, name) == (DirectiveState.HANDLED, "leader"):
        return "other_leader"
    clerks = {"opened": "who_opened", "chosen": "passed_by"}
    return f"{name}_{clerks[status]}" if status in clerks and name in CLERKS.split() else name


def test_a_leader_without_the_hat_chooses_no_units(office):
    directive = directive_in(office, DirectiveState.UNASSIGNED)
    office.leader.hats.all().delete()
    office.leader.__dict__.pop("_hats_day", None)
    assert tried("choose_units", directive, by=office.leader, at=NINE) == "refused"


def test_assignment(office):
    people = cast(office, NINE)
    statuses = [*AssignmentState, "handling_again", "co_assigned", "co_handling"]
    subjects = {status: assignment_in(office, status) for status in statuses}
    fields = {"wait_for": {"waiting_for": "上级批复", "waiting_since": NINE}}
    assert set(ASSIGNMENT) == set(procedure_of(Assignment).steps)
    given = {"at": NINE, "alias": what_they_are, "fields": fields}
    assert not surprises(ASSIGNMENT, subjects, people, **given)


def test_what_follows_by_itself_follows_only_from_its_statuses(office):
    for status in DirectiveState:
        expected = "taken" if status == DirectiveState.ASSIGNED else "too late"
        for step in ("close_directive", "finish_directive"):
            assert tried(step, directive_in(office, status), by=None, at=NINE) == expected
    for status in AssignmentState:
        expected = "taken" if status in ASSIGNMENT["release"][0].split() else "too late"
        assignment = assignment_in(office, status)
        assert tried("release", assignment, by=None, at=NINE) == expected


def test_filing(office):
    people, subjects = cast(office, NINE), {status: filing(office, status=status) for status in FilingState}
    sent = {"number": "上报〔2026〕99号", "year": 2026, "serial": 99, "sent_at": NINE}
    fields = {"send_filing": sent, "record_receipt": {"received_on": NINE.date()}}
    assert set(FILING) == set(procedure_of(Filing).steps)
    assert not surprises(FILING, subjects, people, at=NINE, fields=fields)


def test_event(office):
    stands, struck = (event(office, office.report(State.SIGNED)) for _ in range(2))
    adoption.strike_event(struck, by=office.clerk, at=NINE, note="登记有误。")
    fields = {"strike_event": {"struck_at": NINE, "struck_for": "登记有误。"}}
    assert set(EVENT) == set(procedure_of(AdoptionEvent).steps)
    subjects = {"stands": stands, "struck": struck}
    assert not surprises(EVENT, subjects, cast(office, NINE), at=NINE, fields=fields)


def test_promise(office):
    """`slipped` is one whose day has passed without a word: only then the office chases it."""
    subjects = {status: promise(office, status) for status in [*PromiseState, "slipped"]}
    assert set(PROMISE) == set(procedure_of(Promise).steps)

    def alias(status, name):
        return f"{name}_who_opened" if status == "slipped" and name in CLERKS.split() else name

    assert not surprises(PROMISE, subjects, cast(office, NINE), at=NINE, alias=alias)
