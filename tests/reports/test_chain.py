"""From the editor to the signature: the vetter's link, the chair's, and what each leaves in the journal."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from feedback import sweeps
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import Post, Seat
from reports import workflow as reports
from reports.states import State
from tests.feedback.test_tells import told
from tests.makers import NINE, TEXT, seat
from tests.policies import ask_vetting

HOUR = timedelta(hours=1)


def owed(report):
    duty = Duty.objects.about(report).open().get()
    return duty.kind, duty.holder.pk


def links(report):
    """[(what, who, words)] of the way from the editor's desk to the signature."""
    kinds = ["submit_for_vetting", "submit_for_signoff", "vet", "ask_chair", "endorse", "sign_off"]
    found = Entry.objects.about(report).filter(kind__in=kinds).order_by("position")
    return [(entry.kind, entry.actor and entry.actor.username, entry.note) for entry in found]


def test_the_long_chain_has_a_person_a_time_and_an_opinion_at_each_link(office):
    ask_vetting(office, True)
    report = office.report(State.EDITING)
    reports.submit_for_vetting(report, by=office.clerk, at=NINE + HOUR, note="请核。")
    assert owed(report) == ("vet", "vetter")
    parts = report.working.parts() | {"advice": "一是全面排查；二是定责。"}
    reports.vet(
        report, by=office.vetter, at=NINE + 2 * HOUR, version=report.version, note="改一处。", **parts
    )
    assert owed(report) == ("sign_off", "signer")
    reports.sign_off(report, by=office.signer, at=NINE + 3 * HOUR, text_hash=report.working.text_hash)
    assert links(report) == [
        ("submit_for_vetting", "clerk", "请核。"), ("vet", "vetter", "改一处。"), ("sign_off", "signer", ""),
    ]  # fmt: skip
    kinds = list(report.revisions.values_list("kind", "by__username"))
    assert kinds == [
        ("author", "author"), ("edited", "clerk"), ("vetted", "vetter"), ("signed", "signer"),
    ]  # fmt: skip
    assert report.advice == "一是全面排查；二是定责。"


def test_what_the_vetter_leaves_as_it_is_makes_no_new_text(office):
    report = office.report(State.AWAITING_VETTING)
    office.vetted(report, NINE + HOUR)
    assert report.status == State.AWAITING_SIGNOFF
    assert not report.revisions.filter(kind="vetted").exists()


@pytest.mark.parametrize("vetting", [False, True])
def test_only_the_chain_that_is_set_is_open(office, vetting):
    ask_vetting(office, vetting)
    closed = reports.submit_for_signoff if vetting else reports.submit_for_vetting
    with pytest.raises(PermissionDenied):
        closed(office.report(State.EDITING), by=office.clerk, at=NINE + HOUR)


def test_what_waits_with_the_vetter_goes_on_after_the_office_gives_up_vetting(office):
    report = office.report(State.AWAITING_VETTING)
    ask_vetting(office, False)
    office.vetted(report, NINE + HOUR)
    assert report.status == State.AWAITING_SIGNOFF


def test_nothing_is_sent_to_an_empty_post(office):
    ask_vetting(office, True)
    Seat.objects.filter(post__in=["vetter", "chair"]).delete()
    Post.objects.update(covered_by=None)
    report = office.report(State.EDITING)
    with pytest.raises(ValidationError):
        reports.submit_for_vetting(report, by=office.clerk, at=NINE + HOUR)
    ask_vetting(office, False)
    report = office.report(State.EDITING)
    reports.mark_important(report, by=office.clerk, at=NINE + HOUR)
    with pytest.raises(ValidationError):
        reports.submit_for_signoff(report, by=office.clerk, at=NINE + HOUR)
    report.refresh_from_db()
    assert report.status == State.EDITING


def test_an_important_report_comes_before_the_chair_and_then_before_the_signer(office):
    report = office.report(State.EDITING)
    reports.mark_important(report, by=office.clerk, at=NINE + HOUR, note="涉及面广。")
    assert (report.status, report.important, owed(report)) == ("editing", True, ("edit", office.clerk.pk))
    reports.submit_for_signoff(report, by=office.clerk, at=NINE + HOUR)
    assert (report.status, owed(report)) == ("with_chair", ("endorse", "chair"))
    parts = report.working.parts() | {"advice": "由市里统一排查。"}
    given = {"version": report.version, "note": "站位再高些。", **parts}
    reports.endorse(report, by=office.chair, at=NINE + 2 * HOUR, **given)
    assert (report.status, owed(report)) == ("awaiting_signoff", ("sign_off", "signer"))
    assert report.revisions.last().kind == "chair"
    assert links(report) == [
        ("submit_for_signoff", "clerk", ""), ("ask_chair", None, ""), ("endorse", "chair", "站位再高些。"),
    ]  # fmt: skip


def test_the_clock_of_the_day_goes_on_with_the_chair(office):
    report = office.report(State.AWAITING_SIGNOFF)
    by = report.sign_by
    reports.ask_chair(report, by=office.signer, at=NINE + HOUR)
    report.refresh_from_db()
    assert (report.sign_by, Duty.objects.about(report).open().get().due_at) == (by, by)


def test_a_signature_on_what_the_chair_has_changed_since_is_refused(office):
    report = office.report(State.AWAITING_SIGNOFF)
    read = report.working.text_hash
    reports.ask_chair(report, by=office.signer, at=NINE + HOUR)
    reports.endorse(report, by=office.chair, at=NINE + HOUR, version=report.version, **TEXT)
    with pytest.raises(TooLate):
        reports.sign_off(report, by=office.signer, at=NINE + 2 * HOUR, text_hash=read)


def test_the_signer_marks_and_it_goes_to_the_chair_at_once(office):
    report = office.report(State.AWAITING_SIGNOFF)
    reports.mark_important(report, by=office.signer, at=NINE + HOUR)
    assert report.status == State.WITH_CHAIR


def test_the_vetters_mark_sends_it_by_way_of_the_chair(office):
    report = office.report(State.AWAITING_VETTING)
    reports.mark_important(report, by=office.vetter, at=NINE + HOUR)
    assert report.status == State.AWAITING_VETTING
    office.vetted(report, NINE + HOUR)
    assert report.status == State.WITH_CHAIR


def test_what_is_sent_back_goes_to_the_editor_who_hears_of_it(office):
    for status, verb, by in (
        (State.AWAITING_VETTING, reports.send_back_to_editor, office.vetter),
        (State.WITH_CHAIR, reports.send_back_from_chair, office.chair),
    ):
        report = office.report(status)
        verb(report, by=by, at=NINE + HOUR, note="数字请核实。")
        assert owed(report) == ("edit", office.clerk.pk)
    sweeps.tell(NINE + 2 * HOUR)
    assert told()["clerk"] == ["send_back_to_editor", "send_back_from_chair"]


def test_a_stale_page_of_the_vetter_passes_nothing_on(office):
    report = office.report(State.AWAITING_VETTING)
    with pytest.raises(TooLate):
        reports.vet(report, by=office.vetter, at=NINE + HOUR, version=report.version - 1, **TEXT)
    report.refresh_from_db()
    assert report.status == State.AWAITING_VETTING


def test_the_vetter_reads_changes_and_opinions_and_passes_on(office, client):
    report = office.report(State.AWAITING_VETTING)
    client.force_login(office.vetter)
    page = client.get(f"/reports/{report.pk}/vet/").content.decode()
    assert "<del>开展</del>" in page and 'name="advice"' in page
    said = report.working.parts() | {"version": report.version, "note": "可发。"}
    assert client.post(f"/reports/{report.pk}/vet/", said).headers["Location"] == "/"
    client.force_login(office.signer)
    assert "可发。" in client.get(f"/reports/{report.pk}/sign_off/").content.decode()


def test_the_signer_sees_what_the_chair_changed_in_the_editors_text(office, client):
    report = office.report(State.WITH_CHAIR)
    parts = report.working.parts() | {"advice": "一是全市排查；二是定责。"}
    reports.endorse(report, by=office.chair, at=NINE + HOUR, version=report.version, **parts)
    client.force_login(office.signer)
    page = client.get(f"/reports/{report.pk}/sign_off/?against=edited").content.decode()
    assert "<ins>全市</ins>" in page and "<del>开展</del>" not in page
    page = client.get(f"/reports/{report.pk}/sign_off/").content.decode()
    assert "<del>开展</del>" in page or "<ins>全市</ins>" in page


def test_a_chair_who_also_signs_does_both_with_one_press(office, client):
    seat("signer", office.chair, stand_in=True)
    report = office.report(State.WITH_CHAIR)
    client.force_login(office.chair)
    said = report.working.parts() | {"version": report.version, "note": "同意。", "action": "sign"}
    revised = client.post(f"/reports/{report.pk}/endorse/", said | {"advice": "另有修改。"})
    assert revised.status_code == 400 and "另有修改。" in revised.content.decode()
    assert client.post(f"/reports/{report.pk}/endorse/", said).status_code == 302
    signed = report.working.parts()
    report.refresh_from_db()
    assert (report.status, report.parts()) == (State.SIGNED, signed)
    assert [kind for kind, *_ in links(report)] == ["submit_for_signoff", "ask_chair", "endorse", "sign_off"]


def test_a_chair_who_does_not_sign_cannot_by_asking_for_it(office, client):
    report = office.report(State.WITH_CHAIR)
    client.force_login(office.chair)
    client.post(f"/reports/{report.pk}/endorse/", TEXT | {"version": report.version, "action": "sign"})
    report.refresh_from_db()
    assert report.status == State.AWAITING_SIGNOFF


@pytest.mark.parametrize("vetting", [False, True])
def test_one_press_sends_the_edit_to_whoever_is_next(office, client, settings, vetting):
    ask_vetting(office, vetting)
    report = office.report(State.EDITING)
    client.force_login(office.clerk)
    client.post(f"/reports/{report.pk}/edit/", TEXT | {"version": report.version, "action": "send"})
    report.refresh_from_db()
    assert report.status == ("awaiting_vetting" if vetting else "awaiting_signoff")


def test_what_was_said_of_an_edit_stands_beside_it_though_it_was_sent_on_in_the_same_press(office, client):
    report = office.report(State.EDITING)
    client.force_login(office.clerk)
    said = TEXT | {"version": report.version, "note": "压缩了建议部分。", "action": "send"}
    assert client.post(f"/reports/{report.pk}/edit/", said).status_code == 302
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert 'version-why">压缩了建议部分。' in page
