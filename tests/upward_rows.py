"""Rows of the route tables (tests/test_routes.py) for filings upward and for news of adoption."""

import uuid

from tests.makers import NINE
from tests.world import OFFICE

NOTE = {"note": "请再核实。"}
OF_OFFICE = (403, "editor signer supervisor author joint liaison", 404)

PAGES = [
    ("routing:filings", "", OFFICE, 403),
    ("routing:begin_filing", "", "clerk", 403),
    ("routing:filing", "filed", OFFICE, 403),
    ("routing:filing", "draft_filing", OFFICE, 403),
    ("step", "draft_filing send_filing", "clerk", (403, OFFICE, 404)),
    ("step", "draft_filing drop_filing", "clerk", (403, OFFICE, 404)),
    ("routing:filing", "dropped_filing", OFFICE, 403),
    ("step", "sent_filing record_receipt", "clerk", (403, OFFICE, 404)),
    ("routing:filing_document", "filed pdf", OFFICE, 403),
    ("routing:filing_document", "filed docx", OFFICE, 403),
    ("routing:filing_document", "filed json", OFFICE, 403),
    ("routing:record_events", "filed", "clerk", 403),
    ("routing:record_event", "signed", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("step", "news strike_event", "clerk", OF_OFFICE),
    ("routing:adoption", "", OFFICE, 403),
    ("routing:filed", "", OFFICE, 403),
    ("routing:events", "", OFFICE, 403),
    ("routing:published", "", OFFICE, 403),
    ("feedback:briefing", "", OFFICE, 403),
    ("feedback:briefing_document", "pdf", OFFICE, 403),
    ("feedback:briefing_document", "docx", OFFICE, 403),
    ("file", "receipt_file", OFFICE, 403),
    ("file", "proof_file", OFFICE, 403),
    ("file_preview", "proof_picture", OFFICE, 403),
    ("file_page", "proof_picture 1", OFFICE, 403),
]


def to(w):
    return {"body": "政协南江省委员会", "level": "province"}


def begun(w):
    return to(w) | {"key": uuid.uuid4()}


def composed(w):
    return to(w) | {"version": w.draft_filing.version, "note": "现报上。"}


def heard(w):
    said = {"key": uuid.uuid4(), "level": "national", "kind": "alone", "happened_on": NINE.date()}
    return said | {"reports": [w.report.pk]}


def receipt(w):
    return {"received_on": NINE.date()}


POSTS = [
    ("feedback:briefing", "", {"title": "汇报", "since": "2026-01-01", "until": "2026-12-31"}, OFFICE),
    ("routing:begin_filing", "", begun, "clerk"),
    ("routing:filing", "draft_filing", composed, "clerk"),
    ("routing:put_in", "draft_filing", lambda w: {"reports": [w.issued.pk]}, "clerk"),
    ("routing:leave_out", "draft_filing filed_piece", {}, "clerk"),
    ("step", "draft_filing send_filing", {}, "clerk"),
    ("step", "draft_filing drop_filing", NOTE, "clerk"),
    ("step", "sent_filing record_receipt", receipt, "clerk"),
    ("step", "received_filing ask_outcome", NOTE, "clerk"),
    ("step", "sent_filing close_filing", NOTE, "clerk"),
    ("routing:record_events", "filed", heard, "clerk"),
    ("routing:record_event", "report", heard, "clerk"),
    ("step", "news strike_event", NOTE, "clerk"),
]
POST_ONLY = {"routing:put_in", "routing:leave_out"}
