"""Several reports become one piece: no word and no name is lost, and it is undone until it is signed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from feedback import sweeps
from feedback.models import Notice
from portal.files.models import Attachment
from portal.ledger import engine
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import Role, User
from reports import workflow as reports
from reports.models import Author, Credit, Report, Revision
from reports.states import State
from reports.workflow import merging
from reports.workflow.carried import LETTING_GO
from routing.workflow import assignments
from routing.workflow.issues.composing import author_line
from tests.makers import NINE, Office, organisation, person
from tests.races import at_once
from tests.world import attach

HOUR = timedelta(hours=1)


@pytest.fixture
def other(office):
    """Somebody from elsewhere who wrote of the same matter."""
    return person("zhang", Role.INFORMANT, at=organisation("政协望江区委员会"))


def pair(office, other, host=State.EDITING):
    """A host and what was merged into it, the host being walked on to a later status."""
    carried = office.report(State.EDITING, by=other, joint=[Credit("赵联署")])
    report = office.report(State.EDITING)
    reports.merge(carried, by=office.clerk, at=NINE + HOUR, host=report)
    for name, _reached in office.PATHS[host][len(office.EDITING) :]:
        getattr(office, name)(report, NINE + HOUR)
        report.refresh_from_db()
    return report, Report.objects.get(pk=carried.pk)


def rows():
    """Everything that is kept of all reports, but for the two ledgers' past."""
    found = {m: list(m.objects.order_by("pk").values()) for m in (Report, Author, Revision, Attachment)}
    owed = Duty.objects.open().order_by("report", "kind").values()
    return found | {"owed": [{k: v for k, v in duty.items() if k != "id"} for duty in owed]}


def test_undoing_leaves_every_row_as_it_was(office, other):
    carried = office.report(State.EDITING, by=other, joint=[Credit("赵联署")])
    host = office.report(State.EDITING)
    attach(carried, other)
    before = rows()
    reports.merge(carried, by=office.clerk, at=NINE + HOUR, host=host)
    assert rows() != before
    assert Duty.objects.about(carried).open().get().kind == "follow_host"
    reports.unmerge(carried, by=office.clerk, at=NINE + 40 * HOUR)
    assert rows() == before


def test_credit_is_kept_in_the_journal_in_order(office, other):
    host, carried = pair(office, other, State.SIGNED)
    merged, carry = Entry.objects.get(kind="merge"), Entry.objects.get(kind="carry")
    signed = Entry.objects.get(kind="sign_off")
    for entry in (merged, carry, signed):
        assert entry.changes["adoption"] == "combined"
        assert entry.changes["sources"] == [host.number, carried.number]
        assert entry.changes["authors"] == ["author", "zhang", "赵联署"]
    assert merged.changes["host"] == host.number
    assert (merged.report, carry.report) == (carried, host)
    assert author_line(host) == "author（政协东湖区委员会）、zhang（政协望江区委员会）、赵联署"
    single = office.report(State.SIGNED)
    assert Entry.objects.filter(kind="sign_off").last().changes["adoption"] == "single"
    assert author_line(single) == "author（政协东湖区委员会）"


def test_who_wrote_two_of_the_originals_is_named_once(office):
    host, carried = pair(office, office.author)
    assert author_line(host) == "author（政协东湖区委员会）、赵联署"
    assert Entry.objects.get(kind="merge").changes["authors"] == ["author", "赵联署"]


@pytest.mark.parametrize("status", [State.SIGNED, State.ISSUED, State.HANDLING])
def test_once_signed_nothing_is_undone(office, other, status):
    host, carried = pair(office, other, status)
    with pytest.raises(TooLate):
        reports.unmerge(carried, by=office.clerk, at=NINE + 2 * HOUR)
    carried.refresh_from_db()
    assert (carried.status, carried.carried_by) == (State.MERGED, host)


def test_it_is_undone_even_while_the_piece_waits_for_its_signature(office, other):
    host, carried = pair(office, other, State.AWAITING_SIGNOFF)
    reports.unmerge(carried, by=office.clerk, at=NINE + 2 * HOUR)
    office.signed(host, NINE + 3 * HOUR)
    assert Entry.objects.get(kind="sign_off").changes["adoption"] == "single"


@pytest.mark.parametrize("end", ["returned", "kept", "refused"])
def test_a_host_that_comes_to_nothing_lets_go_of_what_it_carried(office, other, end):
    host, carried = pair(office, other)
    getattr(office, end)(host, NINE + 2 * HOUR)
    carried.refresh_from_db()
    assert host.status in LETTING_GO
    assert (carried.status, carried.carried_by) == (State.EDITING, None)
    duty = Duty.objects.about(carried).open().get()
    assert (duty.kind, duty.person) == ("edit", office.clerk)


def test_what_lets_go_is_every_end_but_one_with_a_piece():
    assert State.CLOSED not in LETTING_GO
    assert {State.RETURNED, State.KEPT, State.WITHDRAWN} <= LETTING_GO


def test_the_date_of_what_is_carried_is_the_hosts(office, other):
    host, carried = pair(office, other)

    def due(report):
        return Duty.objects.about(report).open().get().due_at

    for name in ("sent", "signed", "placed", "issued"):
        getattr(office, name)(host, NINE + HOUR)
        host.refresh_from_db()
        assert due(carried) == due(host), name
    office.directed(host, NINE + HOUR)
    followed = Duty.objects.about(carried).open().get()
    assert (followed.rule, followed.holder.pk) == ("host_handled", "clerk")


def test_it_ends_with_its_host_and_its_authors_hear_of_everything(office, other):
    host, carried = pair(office, other, State.CLOSED)
    carried.refresh_from_db()
    assert (carried.status, carried.ended_at) == (State.CLOSED, host.ended_at)
    assert not Duty.objects.open().filter(report__in=[host, carried]).exists()
    sweeps.tell(NINE + 3 * HOUR)
    heard = Notice.objects.filter(user=other).order_by("entry").values_list("entry__kind", flat=True)
    way = ["submit", "take_up", "merge", "sign_off", "publish", "handle", "answer", "close_with_host"]
    assert list(heard) == way


def test_what_the_office_said_at_the_end_is_said_to_them_too(office, other, client):
    host, carried = pair(office, other, State.ISSUED)
    office.concluded(host, NINE + 2 * HOUR)
    client.force_login(other)
    assert "已供领导参阅。" in client.get(carried.get_absolute_url()).content.decode()


def test_a_directive_on_a_closed_piece_opens_all_of_it_again(office, other):
    host, carried = pair(office, other, State.CLOSED)
    office.directed(host, NINE + 2 * HOUR)
    carried.refresh_from_db()
    assert (carried.status, carried.ended_at) == (State.MERGED, None)
    assert Duty.objects.about(carried).open().get().kind == "follow_host"


def test_transferred_pieces_end_too(office, other):
    host, carried = pair(office, other, State.SIGNED)
    assignments.transfer(host, by=office.clerk, at=NINE + HOUR, lead=[office.unit])
    office.answered(host, NINE + 2 * HOUR)
    host.refresh_from_db()
    office.closed(host, NINE + 3 * HOUR)
    carried.refresh_from_db()
    assert carried.status == State.CLOSED


def test_only_whoever_has_taken_up_both_may(office, other):
    carried, host = office.report(State.EDITING, by=other), office.report(State.EDITING)
    reports.take_over(host, by=office.editor, at=NINE, note="值班交接。")
    for by in (office.clerk, office.editor, office.signer):
        with pytest.raises(PermissionDenied):
            reports.merge(carried, by=by, at=NINE, host=host)


def test_what_carries_others_is_carried_by_none_and_nothing_by_itself(office, other):
    host, _carried = pair(office, other)
    third = office.report(State.EDITING)
    with pytest.raises(ValidationError):
        reports.merge(host, by=office.clerk, at=NINE + 2 * HOUR, host=third)
    with pytest.raises(ValidationError):
        reports.merge(third, by=office.clerk, at=NINE + 2 * HOUR, host=third)
    assert Report.objects.filter(status=State.MERGED).count() == 1


def test_the_editor_chooses_on_a_page_and_undoes_with_a_press(office, other, client):
    carried, host = office.report(State.EDITING, by=other, title="关于合并的来件"), office.report("editing")
    elsewhere = office.report(State.EDITING, title="关于别处的来件")
    reports.take_over(elsewhere, by=office.editor, at=NINE, note="值班交接。")
    client.force_login(office.clerk)
    page = client.get(f"/reports/{host.pk}/merge/").content.decode()
    assert carried.title in page and elsewhere.title not in page
    answer = client.post(f"/reports/{host.pk}/merge/", {"reports": [carried.pk], "note": "同一事项。"})
    assert answer.headers["Location"] == f"/reports/{host.pk}/edit/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert carried.title in page and "赵联署" not in page and "zhang" in page
    answer = client.post(f"/reports/{carried.pk}/unmerge/")
    assert answer.headers["Location"] == host.get_absolute_url()
    assert not Report.objects.exclude(carried_by=None).exists()


@pytest.mark.parametrize("sent", [{}, {"reports": "x"}, {"reports": [10**9]}, {"reports": ["", "1e5"]}])
def test_a_choice_that_is_none_is_explained(office, client, sent):
    host = office.report(State.EDITING)
    office.report(State.EDITING)
    client.force_login(office.clerk)
    answer = client.post(f"/reports/{host.pk}/merge/", sent)
    assert answer.status_code == 400
    assert "problem" in answer.content.decode()


def test_going_to_the_page_from_a_changed_text_saves_it_first(office, client):
    host = office.report(State.EDITING)
    client.force_login(office.clerk)
    said = host.working.parts() | {"version": host.version, "action": "combine"}
    client.post(f"/reports/{host.pk}/edit/", said)
    assert host.revisions.count() == 2
    answer = client.post(f"/reports/{host.pk}/edit/", said | {"advice": "一是边改边合。"})
    assert answer.headers["Location"] == f"/reports/{host.pk}/merge/"
    assert host.working.advice == "一是边改边合。"


def test_authors_of_what_was_merged_see_the_piece_once_it_is_signed_and_no_more(office, other, client):
    host, carried = pair(office, other, State.AWAITING_SIGNOFF)
    hidden = attach(host, office.author, "只给办公室.pdf")
    client.force_login(other)
    assert client.get(host.get_absolute_url()).status_code == 404
    office.signed(host, NINE + 2 * HOUR)
    page = client.get(host.get_absolute_url()).content.decode()
    assert "一是排查；二是定责。" in page and hidden.name not in page
    assert "一是开展排查" not in page, "the host author's own words are not theirs to read"
    assert client.get(f"/files/{hidden.pk}/").status_code == 404
    assert client.get(f"{host.get_absolute_url()}?tab=journey").status_code == 200
    assert client.get(carried.get_absolute_url()).status_code == 200
    client.force_login(User.objects.get(username="joint"))
    assert client.get(host.get_absolute_url()).status_code == 404


def test_the_signer_sees_and_opens_the_originals(office, other, client):
    host, carried = pair(office, other, State.AWAITING_SIGNOFF)
    client.force_login(office.signer)
    page = client.get(f"/reports/{host.pk}/sign_off/").content.decode()
    for source in (host, carried):
        assert source.get_absolute_url() in page and source.number in page
    assert "赵联署" in page


PAIRS = 6


def went_wrong(act):
    """Both sides of some pairs of reports on one editor's desk at once: what was lost or met by an error."""
    office = Office()
    pairs = [(office.report(State.EDITING), office.report(State.EDITING)) for _ in range(PAIRS)]

    def side(n):
        one, other = (Report.objects.get(pk=report.pk) for report in pairs[n // 2])
        act(n % 2, one, other, User.objects.get(username="clerk"))

    found = [result for result in at_once(2 * PAIRS, side) if result and not isinstance(result, TooLate)]
    merged = Report.objects.filter(status=State.MERGED).select_related("carried_by")
    return found + [report for report in merged if report.carried_by.status != State.EDITING]


def each_into_the_other(n, one, other, clerk):
    report, host = (one, other) if n else (other, one)
    reports.merge(report, by=clerk, at=NINE + HOUR, host=host)


def merge_while_it_is_returned(n, report, host, clerk):
    if n:
        reports.merge(report, by=clerk, at=NINE + HOUR, host=host)
    else:
        said = {"reason": "no_advice", "note": "请补充建议。"}
        reports.return_to_author(host, by=clerk, at=NINE + HOUR, **said)


AT_ONCE = pytest.mark.parametrize("act", [each_into_the_other, merge_while_it_is_returned])


@AT_ONCE
@pytest.mark.django_db(transaction=True)
def test_of_two_hands_at_once_neither_loses_a_report(act):
    assert went_wrong(act) == []


@AT_ONCE
@pytest.mark.django_db(transaction=True)
def test_without_holding_both_rows_it_would_go_wrong(act, monkeypatch):
    """The control: what the test above looks for does happen where nothing prevents it."""
    monkeypatch.setattr(merging, "hold", lambda _report, _by: None)
    monkeypatch.setattr(engine, "lock", lambda _subject: None)
    assert went_wrong(act)
