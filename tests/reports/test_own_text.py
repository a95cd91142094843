"""Two people stand behind every text: whoever wrote or edited it approves it in no post."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.ledger.models import Entry
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from routing.workflow import issues
from tests.makers import NINE, TEXT, seat
from tests.policies import ask_vetting, policy

HOUR = timedelta(hours=1)
EDITED = TEXT | {"advice": "一是全面排查；二是明确责任。"}


def edited(office, *, by=None):
    """A report that the clerk edited and sent to the signer."""
    report = office.report(State.EDITING)
    who = by or office.clerk
    if by:
        reports.hand_over(report, by=office.clerk, at=NINE + HOUR, to=by)
    reports.edit(report, by=who, at=NINE + HOUR, version=report.version, **EDITED)
    reports.submit_for_signoff(report, by=who, at=NINE + HOUR)
    return report


def sign(report, by):
    reports.sign_off(report, by=by, at=NINE + 2 * HOUR, text_hash=report.working.text_hash)


def stands_in(user, post="signer"):
    seat(post, user, since=NINE.date(), until=timezone.localdate(), stand_in=True)
    user._hats_day = None


def test_who_edited_it_does_not_sign_it_in_another_post(office):
    report = edited(office)
    stands_in(office.clerk)
    with pytest.raises(PermissionDenied):
        sign(report, office.clerk)
    assert Report.objects.get(pk=report.pk).status == State.AWAITING_SIGNOFF


def test_nor_who_wrote_it_or_revised_it_as_chair(office):
    stands_in(office.author)
    report = office.report(State.AWAITING_SIGNOFF)
    with pytest.raises(PermissionDenied):
        sign(report, office.author)
    seat("signer", office.chair)
    office.chair._hats_day = None
    report = office.report(State.WITH_CHAIR)
    given = {"version": report.version, **EDITED}
    with pytest.raises(ValidationError):
        reports.endorse_and_sign(report, by=office.chair, at=NINE + HOUR, **given)
    report.refresh_from_db()
    assert report.status == State.WITH_CHAIR
    reports.endorse_and_sign(
        report, by=office.chair, at=NINE + HOUR, version=report.version, **report.working.parts()
    )
    assert report.status == State.SIGNED


def test_the_policy_lets_an_office_of_one_do_it_and_the_journal_says_so(office):
    report = edited(office)
    stands_in(office.clerk)
    policy(own_text=True)
    office.clerk._hats_day = None
    sign(report, office.clerk)
    entry = Entry.objects.get(kind="sign_off")
    with override("zh-hans"):
        assert entry.changes["own_text"] and entry.line.says(entry) == "按办公室规定，由编辑本人签发"
    sign(other := office.report(State.AWAITING_SIGNOFF), office.signer)
    assert "own_text" not in Entry.objects.get(kind="sign_off", report=other).changes


def test_the_queue_of_the_signer_says_what_waits_for_somebody_else(office, client):
    report = edited(office)
    stands_in(office.clerk)
    client.force_login(office.clerk)
    page = client.get(reverse("reports:signing"))
    assert page.status_code == 200 and report.number in page.content.decode()
    refused = client.get(f"/reports/{report.pk}/sign_off/")
    assert refused.status_code == 403 and "须由他人审签" in refused.content.decode()
    client.force_login(office.author)
    assert "须由他人审签" not in client.get(f"/reports/{report.pk}/sign_off/").content.decode()


def test_what_a_vetter_revised_before_is_no_hindrance_what_he_edited_is(office):
    report, own = office.report(State.AWAITING_VETTING), office.report(State.EDITING)
    ask_vetting(office, True)
    given = {"at": NINE + HOUR, "version": report.version}
    reports.vet(report, by=office.vetter, **given, **EDITED)
    reports.send_back(report, by=office.signer, at=NINE + HOUR, note="请再核。")
    reports.submit_for_vetting(report, by=office.clerk, at=NINE + HOUR)
    reports.vet(report, by=office.vetter, at=NINE + HOUR, version=report.version, **EDITED)
    reports.hand_over(own, by=office.clerk, at=NINE, to=office.editor)
    reports.edit(own, by=office.editor, at=NINE, version=own.version, **EDITED)
    reports.submit_for_vetting(own, by=office.editor, at=NINE)
    stands_in(office.editor, "vetter")
    with pytest.raises(PermissionDenied):
        reports.vet(own, by=office.editor, at=NINE + HOUR, version=own.version, **EDITED)


def test_who_compiled_an_issue_does_not_sign_it_and_a_stand_in_is_printed_as_such(office):
    issue = office.report(State.PLACED).piece.issue
    issues.submit_issue(issue, by=office.clerk, at=NINE + HOUR)
    stands_in(office.clerk)
    with pytest.raises(PermissionDenied):
        issues.sign_issue(issue, by=office.clerk, at=NINE + HOUR, text_hash=issue.text_hash)
    stands_in(office.vetter)
    issues.sign_issue(issue, by=office.vetter, at=NINE + HOUR, text_hash=issue.text_hash)
    assert issue.printed["signer"] == "vetter（代）" and not issue.differs and not issue.broken
