"""Classified matter that was filed upward: hidden at once, brought back by an unseal, gone with the purge."""

import uuid

from feedback import sweeps
from feedback.models import Notice
from reports.states import State
from routing import cover_list
from routing.documents import filing_json
from routing.models import FiledPiece, Filing
from routing.workflow import adoption, sealing
from tests.filings import event, filing
from tests.makers import NINE
from tests.world import HOUR


def test_sealing_takes_a_report_out_of_what_is_not_sent(office):
    report = office.report(State.SIGNED)
    found = filing(office, report, status="draft")
    sealing.refuse_classified(report, by=office.editor, at=NINE + HOUR)
    assert not found.pieces.exists()
    sweeps.tell(NINE + HOUR)
    assert Notice.objects.filter(user=office.clerk, entry__kind="pull_from_filing").count() == 1


def test_what_was_sent_is_hidden_while_sealed_and_gone_when_purged(office):
    report, other = office.report(State.SIGNED, title="绝密标题"), office.report(State.SIGNED)
    found = filing(office, report, other, status="received")
    event(office, report, note="绝密附注")
    told = {"key": uuid.uuid4(), "level": "province", "kind": "alone", "happened_on": NINE.date()}
    adoption.record_events(found, by=office.clerk, at=NINE + HOUR, reports=[other], **told)

    def sent():
        data = cover_list.filing_data(Filing.objects.get())
        return filing_json(data).decode(), len(data["pieces"]), Filing.objects.get().status

    before = sent()
    assert before[1:] == (2, "received"), "of one report nothing was heard"
    hash_before = found.pieces.get(report=report).sha256
    sealing.refuse_classified(report, by=office.editor, at=NINE + HOUR)
    words, count, status = sent()
    assert ("绝密" in words, count, status) == (False, 2, "closed"), "nothing is outstanding any more"
    sealing.unseal(report, by=office.security, at=NINE + 2 * HOUR)
    assert sent() == before and report.adoption_events.filter(note="绝密附注").exists()
    sealing.refuse_classified(report, by=office.clerk, at=NINE + 3 * HOUR)
    sealing.purge(report, by=office.security, at=NINE + 4 * HOUR)
    assert "绝密" not in sent()[0]
    piece = FiledPiece.objects.get(report=report)
    assert (piece.parts(), piece.author_line) == (dict.fromkeys(piece.PARTS, ""), "")
    assert piece.sha256 == hash_before
    assert not report.adoption_events.exclude(note="").exists()
    assert cover_list.made(Filing.objects.get(), "pdf")[0].startswith(b"%PDF")
