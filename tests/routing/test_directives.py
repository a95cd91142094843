"""Directives: off the paper, on an issue as a whole, closed by the last unit, told to whoever wrote them."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from feedback import sweeps
from feedback.models import Mail, Notice
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from reports.states import State
from reports.workflow.merging import merge
from routing.models import Assignment, Directive
from routing.outcome import shortened
from routing.workflow import assignments, closing, directives, issues
from tests.makers import NINE

LATER = NINE + timedelta(hours=3)
OUTSIDE = {"leader_name": "省领导甲", "rank": "provincial"}


def fresh(subject):
    return type(subject).objects.get(pk=subject.pk)


def issue_of(office, pieces):
    """A published issue of so many pieces."""
    issue = issues.begin_issue(by=office.clerk, at=NINE, series=office.series)
    for _ in range(pieces):
        issues.place(fresh(issue), by=office.clerk, at=NINE, report=office.report(State.SIGNED))
    office.issued(fresh(issue).pieces.first().report, NINE)
    return fresh(issue)


def answer(office, assignment, at=NINE, **said):
    officer = office.officer if assignment.unit == office.unit else office.co_officer
    assignments.sign_for(assignment, by=officer, at=at)
    said = {"text": "已完成排查。", "grade": "solved", "approved_by": "王局长"} | said
    assignments.reply(assignment, by=officer, at=at, **said)
    return assignment


def passed(office, assignment, at=NINE, **said):
    closing.pass_reply(answer(office, assignment, at, **said), by=office.clerk, at=at)


def without_a_seam():
    """Directives that neither a unit nor the office has."""
    owed = Duty.objects.open().filter(subject_type__model="directive").values("subject_id")
    return Directive.objects.unfinished().filter(assignments=None).exclude(pk__in=owed)


@pytest.mark.parametrize(
    "status", [State.SIGNED, State.PLACED, State.ISSUED, State.HANDLING, State.ANSWERED, State.CLOSED]
)
@pytest.mark.parametrize("named", [True, False])
def test_a_report_shown_on_paper_is_handled_from_then_on(office, status, named):
    report = office.report(status)
    directive = office.registered(report, LATER, lead=[office.unit] if named else None, **OUTSIDE)
    assert fresh(report).status == State.HANDLING and not without_a_seam()
    assert (directive.by, directive.issue, directive.piece, directive.report) == (
        "省领导甲",
        None,
        None,
        report,
    )
    owed = Duty.objects.about(directive).open()
    assert [duty.kind for duty in owed] == ([] if named else ["name_units"])
    if not named:
        assert owed.get().due_at == NINE.replace(hour=17, minute=30)


@pytest.mark.parametrize("status", [State.SUBMITTED, State.EDITING, State.AWAITING_SIGNOFF, State.KEPT])
def test_nobody_writes_on_what_is_not_signed(office, status):
    report = office.report(status)
    with pytest.raises(TooLate):
        office.registered(report, LATER)
    assert not Directive.objects.exists() and fresh(report).status == status


def test_what_was_worked_up_with_another_report_is_directed_there(office):
    report, host = office.report(State.EDITING), office.report(State.EDITING)
    merge(report, by=office.clerk, at=NINE, host=host)
    host = fresh(host)
    for step, _state in office.PATHS[State.ISSUED][3:]:
        getattr(office, step)(host, NINE)
        host = fresh(host)
    office.concluded(host, NINE)
    with pytest.raises(ValidationError, match=host.number):
        office.registered(fresh(report), LATER)
    office.registered(host, LATER, lead=[office.unit])
    assert (fresh(host).status, fresh(report).status) == (State.HANDLING, State.MERGED)


def test_a_report_directed_before_its_issue_is_out_is_still_published(office):
    report = office.report(State.PLACED)
    office.registered(report, NINE, lead=[office.unit])
    office.issued(fresh(report), LATER)
    assert fresh(report).status == State.HANDLING
    entry = Entry.objects.about(report).get(kind="publish_handled")
    sweeps.tell(LATER)
    assert Notice.objects.filter(entry=entry, user=office.author).exists()


def test_a_report_directed_before_its_issue_is_out_can_leave_the_draft(office):
    report = office.report(State.PLACED)
    office.registered(report, NINE, lead=[office.unit])
    piece = report.piece
    piece.report.refresh_from_db()
    issues.take_out(fresh(piece.issue), by=office.clerk, at=LATER, piece=piece)
    assert fresh(report).status == State.HANDLING and not piece.issue.pieces.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"written_on": NINE.date() + timedelta(days=1)}, "written_on"),
        ({"written_on": date(2020, 1, 1)}, "written_on"),
    ],
)
def test_a_day_to_come_or_before_the_report_is_no_day(office, said, field):
    with pytest.raises(ValidationError) as refused:
        office.registered(office.report(State.ISSUED), NINE, **said)
    assert field in refused.value.message_dict and not Directive.objects.exists()


def test_a_directive_is_dated_back(office):
    report = office.report(State.ISSUED)
    directive = office.registered(report.piece, NINE + timedelta(days=6), written_on=NINE.date())
    assert (directive.written_on, directive.recorded_by) == (NINE.date(), office.clerk)


def test_several_stand_on_one_piece_and_the_same_form_is_one(office):
    piece, key = office.report(State.ISSUED).piece, uuid.uuid4()
    one = office.registered(piece, NINE, key=key)
    assert office.registered(piece, NINE, key=key) == one
    office.registered(piece, NINE)
    assert piece.directives.count() == 2
    with pytest.raises(TooLate):
        office.registered(piece, NINE, key=key, text="另一句。")


def test_only_the_clerk_registers_and_only_readers_direct(office):
    piece = office.report(State.ISSUED).piece
    said = {"at": NINE, "key": uuid.uuid4(), "text": "请办。"}
    with pytest.raises(PermissionDenied):
        directives.register_directive(
            piece, by=office.signer, rank="city", written_on=NINE.date(), leader=office.leader, **said
        )
    piece.issue.recipients.all().delete()
    for subject in (piece, piece.issue):
        with pytest.raises(PermissionDenied):
            directives.direct(subject, by=office.leader, **said)


def test_a_directive_on_an_issue_is_handed_on_for_each_piece(office):
    issue = issue_of(office, 3)
    whole = directives.direct(issue, by=office.leader, at=NINE, key=uuid.uuid4(), text="请各办。")
    assert Duty.objects.about(whole).open().get().kind == "name_units"
    assert {fresh(p.report).status for p in issue.pieces.all()} == {State.ISSUED}
    first, second, third = issue.pieces.all()
    directives.name_units(whole, by=office.clerk, at=NINE, lead=[office.unit], pieces=[first, second])
    assert [a.report for a in whole.assignments.all()] == [first.report, second.report]
    assert [fresh(p.report).status for p in (first, second, third)] == ["handling", "handling", "issued"]
    passed(office, whole.assignments.get(report=first.report))
    assert (fresh(first.report).status, fresh(whole).status) == (State.ANSWERED, "assigned")
    passed(office, whole.assignments.get(report=second.report))
    whole = fresh(whole)
    assert (fresh(second.report).status, whole.status) == (State.ANSWERED, "closed")
    assert first.report.title in whole.outcome and "第1期" in whole.outcome


def test_a_directive_on_an_issue_with_units_goes_to_all_pieces(office):
    issue = issue_of(office, 2)
    whole = office.registered(issue, NINE, lead=[office.unit], co=[office.co_unit])
    assert whole.assignments.count() == 4 and not without_a_seam()


def test_with_several_leads_the_last_one_closes_it_and_the_outcome_names_them_all(office):
    report = office.report(State.ISSUED)
    directive = office.registered(report.piece, NINE, lead=[office.unit, office.co_unit])
    first, second = directive.assignments.all()
    passed(office, first, text="已完成排查，拆除隐患12处。")
    assert fresh(directive).status == "assigned"
    planned = {"grade": "planned", "promised_for": date(2026, 9, 30), "text": "列入计划。" * 100}
    passed(office, second, at=NINE + timedelta(days=7), **planned)
    directive = fresh(directive)
    assert (directive.status, directive.closed_at) == ("closed", NINE + timedelta(days=7))
    said = directive.outcome
    assert "历时5个工作日" in said and office.unit.name in said and office.co_unit.name in said
    assert "拆除隐患12处" in said and "承诺2026年9月30日前办成" in said and "答复全文500字" in said
    assert len(said) < 2000
    sweeps.tell(LATER + timedelta(days=8))
    mail = Mail.objects.get(user=office.leader, subject__contains="批示", subject__endswith="已办结。")
    assert report.number in mail.body and "排查" not in mail.body


def test_what_is_left_out_of_a_reply_is_said():
    assert shortened("办结", 10) == "办结。"
    assert shortened("一是排查。二是整改。", 20) == "一是排查。二是整改。"
    assert shortened("一是排查。二是整改到位。", 8) == "一是排查。……（摘要，答复全文12字）"
    assert shortened("没有句号的一段长长的话", 4) == "没有句号……（摘要，答复全文11字）"


def test_the_clerk_puts_the_outcome_in_words_with_the_last_reply(office, client):
    report = office.report(State.HANDLING)
    lead = answer(office, report.assignments.get(part="lead"))
    client.force_login(office.clerk)
    url = f"{lead.get_absolute_url()}pass_reply/"
    page = client.get(url)
    assert "已完成排查。" in page.context["form"]["outcome"].value()
    client.post(url, {"outcome": "三处隐患已全部拆除。", "seen": page.context["seen"]})
    assert report.directives.get().outcome == "三处隐患已全部拆除。"
    directives.amend_outcome(report.directives.get(), by=office.clerk, at=LATER, outcome="四处。")
    assert report.directives.get().outcome == "四处。"


def test_a_reply_that_ends_no_directive_asks_for_no_outcome(office, client):
    report = office.report(State.ISSUED)
    office.registered(report, NINE, lead=[office.unit, office.co_unit])
    first = answer(office, report.assignments.get(unit=office.unit))
    client.force_login(office.clerk)
    assert "outcome" not in client.get(f"{first.get_absolute_url()}pass_reply/").context["form"].fields


def test_a_leader_outside_is_reported_back_to_within_three_working_days(office):
    report = office.report(State.ISSUED)
    directive = office.registered(report, NINE, lead=[office.unit], **OUTSIDE)
    passed(office, directive.assignments.get())
    directive = fresh(directive)
    duty = Duty.objects.about(directive).open().get()
    assert (directive.status, duty.kind, duty.due_at.date()) == ("handled", "report_back", date(2026, 3, 13))
    assert fresh(report).status == State.ANSWERED, "the author does not wait for the leader to be told"
    said = {"by": office.clerk, "way": "by_office", "note": "经省委办公厅转报。"}
    with pytest.raises(ValidationError):
        directives.report_back(fresh(directive), at=LATER, on=NINE.date() + timedelta(days=1), **said)
    directives.report_back(directive, at=LATER, on=NINE.date(), **said)
    assert (directive.status, directive.reported_back_on) == ("closed", NINE.date())
    assert not Duty.objects.about(directive).open().exists()


def test_a_leader_who_has_left_is_reported_back_to_as_well(office):
    report = office.report(State.HANDLING)
    office.leader.is_active = False
    office.leader.save()
    passed(office, report.assignments.get(part="lead"))
    assert report.directives.get().status == "handled"


def test_opening_the_wording_tells_the_authors_and_needs_a_reason(office, client):
    directive = office.registered(office.report(State.ISSUED).piece, NINE)
    client.force_login(office.clerk)
    url = f"{directive.get_absolute_url()}open_wording/"
    assert client.post(url, {"note": " "}).status_code == 400
    assert client.post(url, {"note": "领导同意。"}).status_code == 302
    with pytest.raises(PermissionDenied):
        directives.open_wording(fresh(directive), by=office.clerk, at=LATER, note="再开一次。")
    sweeps.tell(LATER)
    assert Notice.objects.filter(entry__kind="wording_opened", user=office.author).exists()
    record = Client()
    record.force_login(office.author)
    handling = f"{directive.report.get_absolute_url()}?tab=handling"
    assert "请研究办理。" in record.get(handling).content.decode()
    directives.close_wording(fresh(directive), by=office.clerk, at=LATER, note="另有考虑。")
    assert "请研究办理。" not in record.get(handling).content.decode()


def test_the_authors_of_every_piece_read_an_opened_directive_on_the_issue(office):
    issue = issue_of(office, 2)
    whole = office.registered(issue, NINE)
    directives.open_wording(whole, by=office.clerk, at=NINE, note="领导同意。")
    assert Entry.objects.filter(kind="wording_opened").count() == 2


def test_a_unit_of_one_piece_reads_nothing_of_the_other_ones(office, client):
    issue = issue_of(office, 2)
    first, second = issue.pieces.all()
    whole = office.registered(issue, NINE, lead=[office.unit], pieces=[first])
    Assignment.objects.create(
        report=second.report, directive=whole, unit=office.co_unit, part="lead", assigned_at=NINE
    )
    client.force_login(office.officer)
    page = client.get(whole.get_absolute_url()).content.decode()
    assert first.report.number in page and second.report.number not in page
