"""Why a report is not adopted: coded grounds, the office's standard words, and a preview of what is sent."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from portal.ledger.models import Entry
from reports.models import CannedText, Report
from reports.reasons import STANDARD_WORDS, TO_CHOOSE, Reason
from reports.states import ENDED, NOT_ADOPTED, OPEN, UNFILED, State
from tests.makers import Office

NOTE = "请补充建议。\n三日内再报。"


@pytest.fixture
def send(client, office):
    """Sends the form of a step on a fresh report; the answer and the report."""
    client.force_login(office.clerk)
    client.cookies["django_language"] = "en"
    report = office.report()

    def post(step="refuse", **typed):
        answer = client.post(reverse("step", args=["reports", report.pk, step]), typed)
        report.refresh_from_db()
        return answer, report

    return post


def read_by_author(client, office, report):
    client.force_login(office.author)
    return client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize("step", ["return_to_author", "keep_on_file", "refuse"])
def test_nothing_is_sent_before_it_was_previewed(client, office, send, step):
    answer, report = send(step, reason="known", note=NOTE)
    assert (answer.status_code, report.status) == (200, State.SUBMITTED)
    preview = answer.context["form"].preview
    assert not Entry.objects.filter(kind=step).exists()
    answer, report = send(step, reason="known", note=NOTE, previewed=preview["sent"])
    ends = {"return_to_author": "returned", "keep_on_file": "kept", "refuse": "refused"}
    assert (answer.status_code, report.status) == (302, ends[step])
    assert Entry.objects.get(kind=step).note == NOTE


def test_the_author_reads_to_the_letter_what_was_previewed(client, office, send):
    answer, report = send(reason="stale", note=NOTE)
    page = answer.content.decode()
    start = page.index('<div class="note">')
    shown = page[start : page.index("</section>", start)].strip()
    send(reason="stale", note=NOTE, previewed=answer.context["form"].preview["sent"])
    assert shown in read_by_author(client, office, report)


@pytest.mark.parametrize("changed", [{"note": "另一句话。"}, {"reason": "known"}, {"previewed": ""}])
def test_what_was_changed_after_the_preview_is_shown_again(send, changed):
    typed = {"reason": "stale", "note": NOTE, "previewed": f"stale\n{NOTE}"}
    answer, report = send(**typed | changed)
    assert (answer.status_code, report.status) == (200, State.SUBMITTED)
    assert "<h2>The author will read</h2>" in answer.content.decode()


def test_the_standard_words_come_by_a_button_and_lose_nothing_typed(send):
    standard = STANDARD_WORDS[Reason.STALE]
    for typed, words in {
        "": standard,
        "本件已转住建局参考。": f"本件已转住建局参考。\n{standard}",
        STANDARD_WORDS[Reason.KNOWN]: standard,
        f"您好。{standard}": f"您好。{standard}",
    }.items():
        answer, report = send(reason="stale", note=typed, action="words", previewed=f"stale\n{words}")
        assert answer.context["form"]["note"].value() == words
        assert report.status == State.SUBMITTED  # fetching words sends nothing


def test_the_button_without_a_ground_asks_for_one_and_keeps_what_was_typed(send):
    answer, _report = send(reason="", note=NOTE, action="words")
    assert answer.status_code == 400 and "reason" in answer.context["form"].errors
    assert NOTE in answer.content.decode()


@pytest.mark.parametrize("reason", ["classified", "x", ""])
def test_classified_matter_is_not_refused_in_words(send, reason):
    answer, report = send(reason=reason, note=NOTE, previewed=f"{reason}\n{NOTE}")
    assert (answer.status_code, report.status) == (400, State.SUBMITTED)


def test_the_clerk_changes_the_words_and_seed_leaves_them(client, office):
    client.force_login(office.clerk)
    url = reverse("reports:canned", args=["stale"])
    assert client.post(url, {"text": "情况已变。", "version": 0}).status_code == 302
    call_command("seed")
    assert CannedText.objects.get(reason="stale").text == "情况已变。"
    assert CannedText.objects.count() == len(STANDARD_WORDS) == len(TO_CHOOSE)
    said = {"reason": "stale", "words": [STANDARD_WORDS[Reason.STALE], "情况已变。"]}
    assert [entry.changes for entry in Entry.objects.filter(kind="edit_words")] == [said]
    assert client.get(reverse("reports:canned", args=["classified"])).status_code == 404


@pytest.mark.parametrize("text", ["", " ", "\u200b", "长" * 501])
def test_words_that_are_none_are_not_kept(client, office, text):
    client.force_login(office.clerk)
    answer = client.post(reverse("reports:canned", args=["stale"]), {"text": text})
    assert answer.status_code == 400 and "text" in answer.context["form"].errors
    assert CannedText.objects.get(reason="stale").text == STANDARD_WORDS[Reason.STALE]


def test_adopted_and_not_adopted_add_up(db):
    """Every filed report is under review, adopted, declined with a ground, or taken back by its author."""
    office = Office()
    for status in set(State) - UNFILED:
        office.report(status)
    adopted = Report.objects.exclude(signed_at=None).count()
    declined = Report.objects.filter(status__in=NOT_ADOPTED)
    rest = Report.objects.filter(signed_at=None).exclude(status__in=NOT_ADOPTED)
    assert adopted + declined.count() + rest.count() == Report.objects.count()
    assert {r.status for r in rest} <= OPEN | {State.WITHDRAWN, State.PURGED}
    assert ENDED >= NOT_ADOPTED
    grounds = Entry.objects.filter(report__in=declined, changes__status__1__in=NOT_ADOPTED)
    assert {entry.changes["reason"] for entry in grounds} <= set(Reason.values)
    assert grounds.count() == declined.count()
