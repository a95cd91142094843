"""Rows of the route tables (tests/test_routes.py) for directives, from paper too, and for assignments."""

import uuid

from django.utils import timezone

from tests.world import OFFICE

NOTE = {"note": "领导同意。"}
UNITS = (403, "editor signer supervisor officer", 404)
LEADERS = (403, "editor signer supervisor leader", 404)
REPLY = {"text": "已完成。", "grade": "solved", "approved_by": "王局长", "advice": "yes", "talked": "not_yet"}
PAGES = [
    ("routing:assignments", "", f"{OFFICE} officer co_officer other_officer", 403),
    ("routing:assignment", "assignment", f"{OFFICE} officer", 404),
    ("step", "assignment reply", "officer", (403, OFFICE, 404)),
    ("routing:directives", "", f"{OFFICE} leader other_leader", 403),
    ("routing:directive", "directive", f"{OFFICE} leader officer co_officer", 404),
    ("step", "unassigned name_units", "clerk", LEADERS),
    ("step", "unassigned choose_units", "leader", (403, OFFICE, 404)),
    ("step", "directive see_through", "clerk", (403, f"{LEADERS[1]} officer co_officer", 404)),
    ("routing:register_on", "", "clerk", 403),
    ("routing:register_directive", "issues issue", "clerk", 403),
    ("routing:register_directive", "pieces issued_piece", "clerk", 403),
    ("routing:register_directive", "reports signed", "clerk", 403),
    ("routing:directive", "on_issue", f"{OFFICE} leader", 404),
    ("routing:directive", "handled", f"{OFFICE} officer", 404),
    ("routing:directive", "opened", f"{OFFICE} leader", 404),
    ("step", "on_issue name_units", "clerk", LEADERS),
    ("step", "on_issue choose_units", "leader", (403, OFFICE, 404)),
    ("step", "handled report_back", "clerk", UNITS),
    ("step", "handled amend_outcome", "clerk", UNITS),
    ("step", "unassigned open_wording", "clerk", LEADERS),
    ("step", "opened close_wording", "clerk", LEADERS),
    ("file", "scan", f"{OFFICE} officer", 404),
    ("file_preview", "scan", f"{OFFICE} officer", 404),
    ("file_page", "scan_picture 1", f"{OFFICE} officer", 404),
]  # fmt: skip


def registered(w):
    today = timezone.localdate()
    said = {"key": uuid.uuid4(), "leader": w.office.leader.pk, "rank": "city", "written_on": today}
    return said | {"text": "请速办。", "other": w.office.unit.pk}


def on_the_whole(w):
    return registered(w) | {"pieces": [w.report.piece.pk]}


def units(w):
    return {"lead": w.office.unit.pk, "pieces": [piece.pk for piece in w.on_issue.issue.pieces.all()]}


POSTS = [
    ("step", "unsigned sign_for", {}, "co_officer"),
    ("step", "fresh request_time", NOTE | {"days": 5}, "officer"),
    ("step", "asking grant_time", {}, "clerk"),
    ("step", "asking refuse_time", NOTE, "clerk"),
    ("step", "assignment reply", REPLY, "officer"),
    ("step", "replied pass_reply", {}, "clerk"),
    ("step", "replied send_reply_back", NOTE, "clerk"),
    ("step", "unassigned name_units", lambda w: {"lead": w.office.unit.pk}, "clerk"),
    ("step", "unassigned choose_units", lambda w: {"lead": w.office.unit.pk}, "leader"),
    ("step", "directive see_through", {}, "clerk"),
    ("routing:register_directive", "issues issue", on_the_whole, "clerk"),
    ("routing:register_directive", "pieces issued_piece", registered, "clerk"),
    ("routing:register_directive", "reports signed", registered, "clerk"),
    ("step", "on_issue name_units", units, "clerk"),
    ("step", "on_issue choose_units", units, "leader"),
    (
        "step", "handled report_back",
        lambda _w: {"way": "phone", "on": timezone.localdate()}, "clerk",
    ),
    ("step", "handled amend_outcome", {"outcome": "已办结。"}, "clerk"),
    ("step", "unassigned open_wording", NOTE, "clerk"),
    ("step", "opened close_wording", NOTE, "clerk"),
]  # fmt: skip
