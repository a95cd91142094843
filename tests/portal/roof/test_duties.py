"""What waits for anybody in the world of the route tables: counted once, and led to where it is done."""

from django.urls import reverse
from django.utils import timezone

from portal.ledger.models import AHEAD, Duty
from portal.ledger.reading import step_url
from portal.ledger.registry import OWED
from portal.people.roles import hats_of
from portal.people.rules import is_clerk, is_editor, is_leader
from reports.models import Author, Proposal, Report
from reports.states import State
from routing.models import Piece, Recipient
from routing.states import SENT
from routing.workflow import issues
from tests.desks import ALL_DONE, NOTHING, Page, desk
from tests.filings import filing
from tests.inspections import inspection
from tests.makers import NINE
from tests.test_routes import built, known, world  # noqa: F401 (fixtures)


def matters(hats, at):
    """What this person owes, each matter once, found without the desk's own statement."""
    found = set()
    for duty in Duty.objects.open().owed_by(hats).filter(due_at__lt=at + AHEAD):
        if not waits_for_another(duty):
            found.add(matter(duty))
    return found


def matter(duty):
    """(kind, id) of what it is about, or of what that is part of."""
    if duty.kind == "publish":
        return "issue", Piece.objects.get(report=duty.report_id, live=True).issue_id
    if duty.kind == "follow_host":
        return "report", duty.report.carried_by_id
    return duty.subject_type.model, duty.subject_id


def besides(hats, user):
    """How much waits for this person that nobody owes."""
    unread = Recipient.objects.filter(user=user, read_at=None, issue__status__in=SENT)
    queue = Report.objects.filter(status=State.SUBMITTED) if is_editor(hats) and not is_clerk(hats) else ()
    asked = [*Author.objects.asked(hats), *Proposal.objects.asking(hats)]
    return len(queue) + len(asked) + (unread.count() if is_leader(hats) else 0)


def test_the_numbers_are_what_the_lists_hold_for_everybody(world, client):  # noqa: F811
    wrong, at = [], timezone.now()
    for who, user in world.people.items():
        hats = hats_of(user, timezone.localdate(at))
        right = len(matters(hats, at)) + besides(hats, user)
        context, page = desk(client, user)
        [chip] = [row["count"] for rows in context["menu"] for row in rows if row["url"] == "/"]
        found = {"said": context["waits"], "in the menu": chip, "rows": page.rows}
        found["tallied"] = sum(n for _kind, _label, n, _alone in context["kinds"]) + besides(hats, user)
        wrong += [f"{who}: {name} {n}, not {right}" for name, n in found.items() if n != right]
        said = f"{right} thing{'s' * (right > 1)} wait{'s' * (right == 1)} for you." in page.text
        if said != bool(right) or right and (ALL_DONE in page.text or NOTHING in page.text):
            wrong.append(f"{who}: the words do not agree with {right}")
    assert not wrong, "\n".join(wrong)


# By which of these steps, taken on which page, a duty of this kind is settled; those below are pages.
SETTLED_BY = {
    "review": "take_up", "edit": "edit", "vet": "vet", "endorse": "endorse", "sign_off": "sign_off",
    "place": "place", "follow_up": "transfer", "purge": "purge", "give_opinion": "give_opinion",
    "decide_reopening": "reopen_handling", "sign_for": "sign_for", "reply": "reply sign_for",
    "send_opinion": "send_opinion sign_for", "decide_time": "grant_time", "decide_return": "agree_return",
    "review_reply": "pass_reply", "name_units": "name_units", "see_through": "see_through",
    "report_back": "report_back", "record_receipt": "record_receipt", "ask_outcome": "ask_outcome",
    "hold_inspection": "hold_inspection", "mend_finding": "mend_finding", "check_mended": "pass_mended",
    "vet_issue": "vet_issue", "sign_issue": "sign_issue", "publish_issue": "publish_issue",
    "deliver_issue": "record_delivery", "report_promise": "report_promise",
    "chase_promise": "chase_promise", "confirm_promise": "confirm_promise",
    "record_revisit": "record_revisit", "answer_commission": "accept_commission",
    "look_at_matter": "accept_matter", "resolve_matter": "settle_matter", "confirm_seat": "confirm_seat",
    "confirm_off": "confirm_off",
    "renew_appointment": "renew_appointment",
}  # fmt: skip


def composing(duty):
    return reverse("routing:issue", args=[duty.subject_id])


PAGES = {
    "revise": lambda duty: reverse("reports:write", args=[duty.report_id]),
    "deliver_commission": lambda _duty: reverse("reports:new"),
    "finish_issue": composing,
    "record_findings": lambda duty: step_url(duty.subject.findings.get(), "record_finding"),
    "publish": lambda duty: _of_issue(duty.report.piece.issue),
}


def _of_issue(issue):
    return (
        step_url(issue, "publish_issue")
        if issue.status == "signed"
        else reverse("routing:issue", args=[issue.pk])
    )


def waits_for_another(duty):
    """Whoever owes it can do nothing now: another has the issue, the slip, or the piece."""
    if duty.kind == "publish":
        return duty.report.piece.issue.status.startswith("awaiting")
    asked = duty.kind in ("reply", "send_opinion") and duty.subject.status == "return_requested"
    return asked or duty.kind == "follow_host"


def goals(duty):
    if duty.kind in PAGES:
        return {PAGES[duty.kind](duty)}
    return {step_url(duty.subject, name) for name in SETTLED_BY[duty.kind].split()}


def owing(duty, people):
    """Somebody who owes it and may do it."""
    today = timezone.localdate()
    able = [u for u in people if Duty.objects.owed_by(hats_of(u, today)).filter(pk=duty.pk).exists()]
    return able[0]


def test_every_duty_leads_to_the_form_that_settles_it(world, client):  # noqa: F811
    o = world.office
    o.report(State.RETURNED)
    inspection(o, status="held")
    filing(o, status="received")
    numbered = o.sign_issue(o.report(State.PLACED).piece.issue)
    issues.reopen_issue(numbered, by=o.clerk, at=NINE, note="按语请改。")
    people, wrong, tried = world.people.values(), [], set()
    for duty in Duty.objects.open().select_related("person", "post", "unit", "report").order_by("-pk"):
        how = duty.kind, duty.subject.status
        if how in tried and not waits_for_another(duty):
            continue
        tried.add(how)
        if waits_for_another(duty):
            if not stands_apart(client, duty, owing(duty, people)):
                wrong.append(f"{how} {duty.url}: not said who has it")
            continue
        client.force_login(owing(duty, people))
        answer = client.get(duty.url)
        page = Page(answer.content.decode(), duty.url)
        if answer.status_code != 200 or not page.actions & goals(duty):
            wrong.append(f"{how} {duty.url}: {answer.status_code} {sorted(page.actions)}")
    assert not wrong, "\n".join(wrong)
    assert {kind for kind, _status in tried} == set(OWED)


def stands_apart(client, duty, user):
    """Whether the desk of whoever owes it shows who has it now, and no button that does nothing."""
    context, page = desk(client, user)
    about = matter(duty)
    to_do = {matter(row) for _key, _label, rows in context["groups"] for row in rows}
    [*rows] = [row for row in context["with_others"] if matter(row) == about]
    others = Duty.objects.open().exclude(pk=duty.pk)
    return about in to_do or len(rows) == 1 and rows[0].has in others and str(rows[0].has.holder) in page.text
