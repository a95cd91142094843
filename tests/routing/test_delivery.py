"""Readers and paper: who has it, who has read which piece, and whose duty it is to see to it."""

import pytest
from django.test import Client
from django.urls import reverse

from feedback.models import Mail
from feedback.sweeps import tell
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import Role
from reports.states import State
from routing.models import DefaultRecipient, Line, PieceRead, Rank, Series
from routing.workflow import issues
from tests.makers import NINE, moment, person


@pytest.fixture
def issue(office):
    """Two readers; five copies on paper to two names; published."""
    second = person("second", Role.LEADER)
    rows = [{"user": second}, {"name": "市档案馆", "copies": 2, "rank": "peer"},
            {"name": "各县政协", "copies": 3, "rank": "down"}]  # fmt: skip
    for n, row in enumerate(rows, 1):
        DefaultRecipient.objects.create(series=office.series, position=n, **row)
    return office.report(State.ISSUED).piece.issue


def test_a_new_issue_is_for_the_usual_recipients_in_three_lists(issue):
    data = issue.printed
    assert data["recipients_up"] == ["leader", "second"]
    assert (data["recipients_peer"], data["recipients_down"]) == (["市档案馆"], ["各县政协"])
    assert data["print_run"] == 5
    assert [r.copy_numbers for r in issue.recipients.all()] == ["", "", "1–2", "3–5"]


def test_it_is_the_offices_duty_until_all_have_it(office, issue):
    duty = Duty.objects.about(issue).open().get()
    assert (duty.kind, duty.post_id, duty.due_at.date().isoformat()) == (
        "deliver_issue",
        "clerk",
        "2026-03-11",
    )
    assert not Duty.objects.owed_by(office.hats(office.leader)).exists()
    issues.mark_read(issue, by=office.leader, at=NINE)
    paper = list(issue.recipients.filter(user=None))
    issues.record_delivery(issue, by=office.clerk, at=NINE, recipients=paper, way="paper", note="机要交换")
    issue.refresh_from_db()
    assert issue.status == "published"
    reader = issue.recipients.get(user__username="second")
    issues.record_delivery(issue, by=office.clerk, at=moment("03-12 09:00"), recipients=[reader], way="told")
    assert issue.status == "circulated" and not Duty.objects.about(issue).open().exists()
    duty.refresh_from_db()
    assert duty.late
    reader.refresh_from_db()
    assert (reader.way, reader.handed_by, reader.read_at) == ("told", office.clerk, None)
    issues.mark_read(issue, by=reader.user, at=moment("03-13 09:00"))
    reader.refresh_from_db()
    assert reader.read_at == moment("03-13 09:00")


def test_what_was_handed_over_is_not_handed_over_again(office, issue):
    paper = list(issue.recipients.filter(user=None))
    said = {"by": office.clerk, "at": NINE, "recipients": paper, "way": "paper"}
    issues.record_delivery(issue, **said)
    with pytest.raises(TooLate):
        issues.record_delivery(issue, **said)
    assert Entry.objects.filter(kind="record_delivery").count() == 1


def test_read_marks_stand_per_reader_and_piece(office, issue):
    other = office.report(State.PLACED).piece
    client, piece = Client(), issue.pieces.get()
    client.force_login(office.leader)
    room = reverse("routing:read", args=[issue.pk])
    client.get(room)
    assert not issue.recipients.get(user=office.leader).read_at and not PieceRead.objects.exists()
    mark = reverse("routing:mark_piece", args=[issue.pk, piece.pk])
    assert client.post(mark).url == f"{room}#piece-{piece.pk}"
    assert issue.recipients.get(user=office.leader).read_at
    client.post(mark)
    assert PieceRead.objects.get().piece == piece
    assert client.post(reverse("routing:mark_piece", args=[issue.pk, other.pk])).status_code == 404
    client.force_login(office.clerk)
    client.cookies["django_language"] = "en"
    shown = client.get(issue.get_absolute_url()).content.decode()
    assert "pieces read 1" in shown and "not yet read" in shown and "copy No. 3–5" in shown


def test_a_directive_says_that_its_piece_was_read(office, issue):
    office.directed(issue.pieces.get().report, NINE)
    assert PieceRead.objects.get().recipient.user == office.leader


def test_readers_are_told_by_mail_without_the_text_and_paper_is_not(office, issue):
    tell(NINE)
    mails = Mail.objects.filter(user__username__in=["leader", "second"])
    assert mails.count() == 2
    assert not [mail for mail in mails if issue.pieces.get().title in mail.subject + mail.body]


def test_the_clerk_records_it_on_a_page(office, issue):
    client = Client()
    client.force_login(office.clerk)
    page = f"{issue.get_absolute_url()}record_delivery/"
    assert client.post(page, {"way": "paper"}).status_code == 400
    foreign = office.report(State.ISSUED).piece.issue.recipients.first()
    assert client.post(page, {"way": "paper", "recipients": [foreign.pk]}).status_code == 400
    assert client.post(page, {"way": "pigeon", "recipients": [issue.recipients.last().pk]}).status_code == 400
    assert not issue.recipients.exclude(handed_at=None).exists()
    sent = {"way": "paper", "recipients": [issue.recipients.last().pk], "note": "王收"}
    assert client.post(page, sent).status_code == 302
    assert issue.recipients.exclude(handed_at=None).get().name == "各县政协"
    entry = Entry.objects.get(kind="record_delivery")
    assert (entry.note, entry.changes["recipients"]) == ("王收", ["各县政协"])


MASTHEAD = {
    "name": "社情民意专报",
    "issuer": "办公室",
    "editing_office": "办公室编",
    "active": "on",
    "version": 0,
}
PAPER = {
    "one": ("市档案馆", [("市档案馆", 1)]),
    "three copies": ("市档案馆 ×3", [("市档案馆", 3)]),
    "in words": ("市档案馆 3份\n\n 各县政协x12 ", [("市档案馆", 3), ("各县政协", 12)]),
    "a number of its own": ("第3小组\n滨海街道办事处2", [("第3小组", 1), ("滨海街道办事处2", 1)]),
}


@pytest.mark.parametrize("typed", PAPER)
def test_names_on_paper_are_read_line_by_line(office, client, typed):
    words, kept = PAPER[typed]
    client.force_login(office.clerk)
    edit = reverse("routing:edit_series", args=[office.series.pk])
    assert client.post(edit, MASTHEAD | {"peer": words}).status_code == 302
    rows = office.series.recipients.all()
    assert [(r.name, r.copies) for r in rows] == kept
    assert {r.rank for r in rows} == {Rank.PEER}
    entry = Entry.objects.get(kind="edit_series")
    assert entry.changes["name"] == ["社情民意信息专报", "社情民意专报"] and "recipients" in entry.changes


def test_saving_a_series_as_it_is_changes_nothing(office, client):
    client.force_login(office.clerk)
    edit = reverse("routing:edit_series", args=[office.series.pk])
    shown = client.get(edit).context["form"].initial
    assert "　" in shown["notice"]
    sent = {name: value for name, value in shown.items() if value not in (None, [])}
    assert client.post(edit, sent).status_code == 302
    assert not Entry.objects.filter(kind="edit_series").exists()


BAD = {
    "too long": {"up": "长" * 51}, "twice": {"up": "甲\n甲 ×2"}, "no copy": {"up": "甲 ×0"},
    "too many copies": {"up": "甲 ×1000"},
    "too many lines": {"up": "\n".join(f"第{n}号院" for n in range(61))},
    "no masthead": {"name": " "}, "reversed": {"name": "专\u202e报"}, "no leader": {"readers": ["999999"]},
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_bad_lines_are_named_and_nothing_is_stored(office, client, bad):
    client.force_login(office.clerk)
    answer = client.post(reverse("routing:edit_series", args=[office.series.pk]), MASTHEAD | BAD[bad])
    assert answer.status_code == 400 and list(answer.context["form"].errors) == list(BAD[bad])
    assert Series.objects.get(pk=office.series.pk).name == "社情民意信息专报"
    assert office.series.recipients.get().user == office.leader


def test_series_are_begun_and_filtered_by_themselves(office, client):
    client.force_login(office.clerk)
    extra = Series.objects.get(code="extra")
    begin = reverse("routing:begin_issue")
    first = client.post(begin, {"series": extra.pk}).url
    assert client.post(begin, {"series": extra.pk}).url == first != client.post(begin).url
    listed = client.get(reverse("routing:issues"), {"series": extra.pk, "year": ""}).content.decode()
    assert f'href="{first}?back=' in listed and listed.count("data-row") == 1
    Series.objects.filter(pk=extra.pk).update(active=False)
    assert client.post(begin, {"series": extra.pk}).url == reverse("routing:issues")


def test_an_unknown_filter_is_told_beside_the_list(office, client):
    client.force_login(office.clerk)
    for query in ({"series": "x"}, {"year": "二〇二六"}, {"series": "9" * 40}, {"year": "%00"}):
        answer = client.get(reverse("routing:issues"), query)
        assert (answer.status_code, "filter_form" in answer.context) == (400, True), query


def test_lines_come_back_as_they_were_typed(office):
    line = Line(Rank.DOWN, name="各县政协", copies=3)
    issue = issues.begin_issue(by=office.clerk, at=NINE, series=office.series, recipients=[line])
    assert [recipient.line for recipient in issue.recipients.all()] == [line]
