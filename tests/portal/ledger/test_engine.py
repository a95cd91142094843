"""The engine: one entry a step in an unbroken chain, duties as the table says, nothing overwritten."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from portal.days.models import CalendarDay
from portal.days.workdays import SHANGHAI
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import Post
from reports import workflow as reports
from reports.models import Report, Revision
from reports.states import State
from routing.models import Issue, Line, Rank
from routing.workflow import assignments, closing, issues
from tests.kept import as_owner
from tests.makers import NINE, TEXT

DAY = timedelta(days=1)
CUT_OFF = NINE.replace(hour=17, minute=30)

# What a report itself owes in each status: (duty, who, by which rule).
OWED = {
    "draft": set(),
    "deleted": set(),
    "submitted": {("review", "clerk", "same_day")},
    "returned": {("revise", "author", "revise")},
    "editing": {("edit", "taker", "same_day")},
    "merged": {("follow_host", "clerk", "with_host")},
    "awaiting_vetting": {("vet", "vetter", "same_day")},
    "with_chair": {("endorse", "chair", "same_day")},
    "awaiting_signoff": {("sign_off", "signer", "same_day")},
    "signed": {("place", "clerk", "same_day")},
    "placed": {("publish", "clerk", "same_day")},
    "issued": {("follow_up", "clerk", "follow_up")},
    "handling": set(),
    "answered": {("give_opinion", "author", "give_opinion")},
    "contested": {("decide_reopening", "clerk", "decide_reopening")},
    "closed": set(),
    "kept": set(),
    "refused": set(),
    "sealed": {("purge", "security", "same_day")},
    "purged": set(),
    "withdrawn": set(),
}
# And what one unit's part of it owes.
OWED_BY_PART = {
    "assigned": {("sign_for", "unit", "sign_for"), ("reply", "unit", "reply")},
    "handling": {("reply", "unit", "reply")},
    "time_requested": {("reply", "unit", "reply"), ("decide_time", "clerk", "decide_time")},
    "replied": {("review_reply", "clerk", "review_reply")},
    "passed": set(),
}


def duties(subject):
    return Duty.objects.about(subject).open()


def owed(subject, office):
    names = {
        **{Post(pk=code): code for code in ("clerk", "vetter", "chair", "signer", "security")},
        office.author: "author", office.clerk: "taker", office.unit: "unit",
    }  # fmt: skip
    return {(duty.kind, names[duty.holder], duty.rule) for duty in duties(subject)}


def day(month, number):
    return datetime(2026, month, number, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize("status", State)
def test_a_report_owes_what_the_table_says(office, status):
    report = office.report(status)
    assert owed(report, office) == OWED[status]


def test_an_assignment_owes_what_the_table_says(office):
    report = office.report(State.SIGNED)
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit])
    (part,) = report.assignments.all()
    walk = [
        lambda: assignments.sign_for(part, by=office.officer, at=NINE),
        lambda: assignments.request_time(part, by=office.officer, at=NINE, days=5, note="需入户核实。"),
        lambda: office.replied(part, NINE),
        lambda: closing.pass_reply(part, by=office.clerk, at=NINE),
    ]
    seen = {part.status: owed(part, office)}
    for act in walk:
        act()
        seen[part.status] = owed(part, office)
    assert seen == OWED_BY_PART


def test_each_step_writes_one_entry_chained_to_the_one_before(office):
    report = office.draft()
    for count, (act, _reached) in enumerate(office.PATHS[State.CLOSED], 1):
        getattr(office, act)(report, NINE + timedelta(minutes=count))
        report.refresh_from_db()
        assert Entry.objects.about(report).count() == count, act
    chain = list(Entry.objects.filter(chain=f"report/{report.pk}").order_by("position"))
    assert [entry.position for entry in chain] == list(range(1, len(chain) + 1))
    assert [entry.previous_hash for entry in chain] == ["", *(entry.hash for entry in chain[:-1])]
    assert all(entry.hash == entry.computed_hash() for entry in chain)
    assert {entry.subject_type.model for entry in chain} == {"report", "directive", "assignment"}


def test_a_refused_step_leaves_nothing_behind(office):
    report = office.report(State.SUBMITTED)
    seen = Report.objects.get(pk=report.pk)
    reports.take_up(report, by=office.editor, at=NINE)
    before = list(Entry.objects.values()), list(Duty.objects.values())
    with pytest.raises(TooLate):
        reports.take_up(seen, by=office.clerk, at=NINE)
    with pytest.raises(TooLate):
        reports.keep_on_file(seen, by=office.clerk, at=NINE, reason="known", note="看的是旧页面。")
    with pytest.raises(PermissionDenied):
        reports.keep_on_file(report, by=office.author, at=NINE, reason="known", note="作者无权。")
    assert (list(Entry.objects.values()), list(Duty.objects.values())) == before
    report.refresh_from_db()
    assert (report.status, report.taken_by) == (State.EDITING, office.editor)


def test_lateness_is_written_when_a_duty_is_settled_and_stays(office):
    in_time, late = office.report(State.AWAITING_SIGNOFF), office.report(State.AWAITING_SIGNOFF)
    office.signed(in_time, CUT_OFF)
    office.signed(late, CUT_OFF + timedelta(seconds=1))
    settled = Duty.objects.filter(kind="sign_off").order_by("report_id")
    assert [duty.late for duty in settled] == [False, True]
    assert {duty.settled_by for duty in settled} == {office.signer}
    # The day turns out to have been a holiday: what was written stays written.
    CalendarDay.objects.create(date=NINE.date(), kind="off", name="停电放假", source="市政府通知")
    office.placed(late, CUT_OFF + DAY)
    assert list(settled.values_list("late", flat=True)) == [False, True]
    with pytest.raises(DatabaseError), transaction.atomic():
        settled.update(late=None)


def test_a_duty_that_goes_on_keeps_its_date(office):
    report = office.report(State.EDITING)
    before = duties(report).get()
    reports.edit(report, by=office.clerk, at=NINE + DAY, version=report.version, **TEXT)
    assert duties(report).get() == before
    assert duties(report).get().due_at == before.due_at == CUT_OFF


def test_a_duty_that_changes_hands_is_settled_and_opened_anew(office):
    report = office.report(State.EDITING)
    before = duties(report).get()
    reports.take_over(report, by=office.editor, at=NINE + DAY, note="值班交接。")
    after = duties(report).get()
    before.refresh_from_db()
    assert (before.holder, before.settled_at, before.late) == (office.clerk, NINE + DAY, True)
    assert (after.holder, after.due_at) == (office.editor, CUT_OFF + DAY)


def test_more_time_keeps_both_dates(office):
    report = office.report(State.HANDLING)  # by a directive: 15 working days
    part = report.assignments.get(part="lead")
    assignments.sign_for(part, by=office.officer, at=NINE)
    assert duties(part).get().due_at == day(3, 31)
    assignments.request_time(part, by=office.officer, at=NINE + DAY, days=5, note="需入户核实。")
    assignments.grant_time(part, by=office.clerk, at=NINE + 2 * DAY)
    duty = duties(part).get()
    # 1 to 5 April and the bridge day: the 4th is Qingming, the 6th is off for it.
    assert (duty.first_due_at, duty.due_at, duty.extended) == (day(3, 31), day(4, 8), True)
    counted = [row for row in duty.reckoning if row[1]]
    assert len(counted) == 20
    assert counted[-1][0] == "2026-04-08"


@pytest.mark.parametrize("model", [Entry, Revision])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_written(office, model, change):
    office.report(State.SIGNED)
    before = list(model.objects.values())
    refused = pytest.raises(DatabaseError, match="append-only")
    with as_owner() as cursor, refused, transaction.atomic():
        cursor.execute(change.format(model._meta.db_table))
    assert list(model.objects.values()) == before


def test_a_stale_draft_overwrites_nothing(office):
    draft = office.draft()
    reports.save_draft(draft, by=office.author, at=NINE, version=1, **TEXT | {"advice": "先写的。"})
    with pytest.raises(TooLate):
        reports.save_draft(draft, by=office.author, at=NINE, version=1, **TEXT | {"advice": "后写的。"})
    draft.refresh_from_db()
    assert (draft.written.advice, draft.written.version) == ("先写的。", 2)


def test_a_stale_submission_files_nothing(office):
    """What is filed is the text that was on the page, not one saved in another window meanwhile."""
    draft = office.draft()
    page = Report.objects.select_related("draft").get(pk=draft.pk)
    reports.save_draft(draft, by=office.author, at=NINE, version=1, **TEXT | {"advice": "另一窗口的。"})
    with pytest.raises(TooLate):
        reports.submit(page, by=office.author, at=NINE)
    draft.refresh_from_db()
    assert (draft.status, draft.written.advice) == (State.DRAFT, "另一窗口的。")


def test_two_editors_one_is_saved_one_is_told_and_both_texts_remain(office, client):
    report = office.report(State.EDITING)
    version = report.version
    reports.edit(report, by=office.clerk, at=NINE, version=version, **TEXT | {"advice": "甲改的建议。"})
    seen = Report.objects.get(pk=report.pk)
    with pytest.raises(TooLate):
        reports.edit(seen, by=office.clerk, at=NINE, version=version, **TEXT | {"advice": "乙改的建议。"})
    client.force_login(office.clerk)
    typed = TEXT | {"advice": "乙改的建议。", "version": version}
    answer = client.post(f"/reports/{report.pk}/edit/", typed, secure=True)
    assert (answer.status_code, "乙改的建议。" in answer.content.decode()) == (409, True)
    report.refresh_from_db()
    assert (report.working.advice, report.advice) == ("甲改的建议。", TEXT["advice"])


def test_whoever_was_relieved_can_neither_edit_nor_send(office):
    """The page was opened before a colleague took the report over."""
    report = office.report(State.EDITING)
    page = Report.objects.get(pk=report.pk)
    reports.take_over(report, by=office.editor, at=NINE, note="值班交接。")
    with pytest.raises(TooLate):
        reports.edit(page, by=office.clerk, at=NINE, version=page.version, **TEXT)
    page.refresh_from_db()
    page.taken_by = office.clerk  # as the page still has it
    with pytest.raises(TooLate):
        reports.submit_for_signoff(page, by=office.clerk, at=NINE)
    report.refresh_from_db()
    assert (report.status, report.taken_by) == (State.EDITING, office.editor)


def test_an_editing_page_of_before_a_return_overwrites_nothing(office):
    report = office.report(State.EDITING)
    opened = report.version
    office.returned(report, NINE)
    for again in (office.submitted, office.taken_up):
        again(report, NINE)
    with pytest.raises(TooLate):
        reports.edit(report, by=office.clerk, at=NINE, version=opened, **TEXT | {"advice": "旧页面。"})
    assert Report.objects.get(pk=report.pk).advice == TEXT["advice"]


def test_two_colleagues_take_over_one_after_the_other_knowing_of_each_other(office):
    report = office.report(State.EDITING)
    pages = [Report.objects.get(pk=report.pk) for _ in range(2)]
    reports.take_over(pages[0], by=office.editor, at=NINE, note="值班交接。")
    with pytest.raises(TooLate):
        reports.take_over(pages[1], by=office.editor, at=NINE, note="值班交接。")
    assert Entry.objects.filter(kind="take_over").count() == 1


def test_a_stale_arrangement_of_an_issue_overwrites_nothing(office):
    issue = office.report(State.PLACED).piece.issue
    pieces = list(issue.pieces.values_list("pk", flat=True))
    to = [Line(Rank.UP, office.leader)]
    as_seen = {"by": office.clerk, "at": NINE, "version": issue.version, "order": pieces, "recipients": to}
    issues.arrange(issue, note="先写的按语。", **as_seen)
    with pytest.raises(TooLate):
        issues.arrange(Issue.objects.get(pk=issue.pk), note="后写的按语。", **as_seen)
    issue.refresh_from_db()
    assert issue.note == "先写的按语。"
