"""Rows of the route tables (tests/test_routes.py) for supervision, rates, inspections and visits."""

import uuid

from django.utils import timezone

from tests.makers import organisation
from tests.world import OFFICE

NOTE = {"note": "请再核实。"}
CLERK = (403, "editor signer supervisor officer", 404)
UNIT = (403, OFFICE, 404)
REGISTER = 403  # the register of visits is the office's

PAGES = [
    ("feedback:supervision", "", f"{OFFICE} head", 403),
    ("feedback:three_rates", "", OFFICE, 403),
    ("feedback:rated", "", OFFICE, 403),
    ("routing:inspections", "", f"{OFFICE} officer co_officer other_officer", 403),
    ("routing:plan_inspection", "", "clerk", 403),
    ("routing:inspection", "planned", f"{OFFICE} officer", 404),
    ("routing:inspection_record", "held pdf", OFFICE, (403, "officer", 404)),
    ("routing:inspection_record", "held docx", OFFICE, (403, "officer", 404)),
    ("step", "planned arrange_inspection", "clerk", CLERK),
    ("routing:finding", "to_mend", f"{OFFICE} officer", 404),
    ("step", "listed record_finding", "clerk", CLERK),
    ("step", "to_mend mend_finding", "officer", UNIT),
    ("file", "mended_file", f"{OFFICE} officer", 404),
    ("file_preview", "mended_picture", f"{OFFICE} officer", 404),
    ("file_page", "mended_picture 1", f"{OFFICE} officer", 404),
    ("routing:visits", "", OFFICE, 403),
    ("routing:record_visit", "", "clerk editor", 403),
    ("routing:visit", "visit", OFFICE, REGISTER),
    ("routing:edit_visit", "visit", "clerk editor", REGISTER),
]
NO_PAGES = {"routing:inspection_record"}


def chased(w):
    return {"note": "请抓紧办理。", "duty": [w.unsigned.unit.duties.filter(settled_at=None).first().pk]}


def arranged(w):
    said = {"held_on": timezone.localdate(), "place": "东湖区", "people": [w.office.clerk.pk]}
    return said | {"assignments": [w.assignment.pk]}


def planned(w):
    return arranged(w) | {"key": uuid.uuid4()}


def held(w):
    return {"held_on": w.planned.held_on, "account": "总体较好。"}


def to_mend(_w):
    return {"text": "有两处未整改。", "to_mend": "限期整改。", "mend_by": timezone.localdate()}


def visited(_w):
    said = {"kind": "visit", "held_on": "2026-03-10", "people": "甲", "topic": "走访"}
    return said | {"key": uuid.uuid4(), "organisations": [organisation().pk]}


POSTS = [
    ("feedback:supervision", "", chased, "clerk signer supervisor"),
    ("routing:plan_inspection", "", planned, "clerk"),
    ("step", "planned arrange_inspection", arranged, "clerk"),
    ("step", "planned hold_inspection", held, "clerk"),
    ("step", "planned cancel_inspection", NOTE, "clerk"),
    ("step", "listed record_finding", to_mend, "clerk"),
    ("step", "listed find_nothing", {"text": "办理到位。"}, "clerk"),
    ("step", "to_mend mend_finding", {"answer": "已整改。"}, "officer"),
    ("step", "answered_item pass_mended", {"result": "已核实。"}, "clerk"),
    (
        "step", "answered_item send_mended_back",
        lambda _w: NOTE | {"mend_by": timezone.localdate()}, "clerk",
    ),
    ("routing:record_visit", "", visited, "clerk editor"),
    ("routing:edit_visit", "visit", lambda w: visited(w) | {"version": w.visit.version}, "clerk editor"),
]  # fmt: skip
POST_ONLY = set()
