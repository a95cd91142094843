"""Rows of the route tables (tests/test_routes.py) for what the stations keep."""

import uuid

from tests.books import sheet
from tests.world import OFFICE

AUTHORS, LIAISONS = "author joint", "liaison other_liaison"

PAGES = [
    ("reports:consultations", "", f"{AUTHORS} informant {LIAISONS} {OFFICE}", 403),
    ("reports:consultation", "matter", f"{AUTHORS} liaison {OFFICE}", 404),
    ("reports:consultation", "received", f"liaison {OFFICE}", 404),
    ("reports:record_matter", "", f"{LIAISONS} clerk", 403),
    ("step", "received set_aside", "liaison clerk", (403, "editor signer supervisor", 404)),
    ("reports:stations", "", f"{LIAISONS} {OFFICE}", 403),
    ("reports:station", "station", f"{AUTHORS} liaison {OFFICE}", 404),
    ("reports:poster", "station", "liaison clerk", (403, f"{AUTHORS} editor signer supervisor", 404)),
]
PAGES += [
    ("reports:proposals", "", f"{AUTHORS} informant {OFFICE}", 403),
    ("reports:proposal", "proposal", f"author {OFFICE}", 404),
    ("reports:proposal", "asked_proposal", OFFICE, 404),
    ("reports:import_proposals", "", "clerk", 403),
    ("reports:import_template", "", "clerk", 403),
    ("reports:import", "import_", "clerk", 403),
]


def recorded(w):
    said = {"topic": "路灯", "text": "加装路灯。", "kind": "consultation", "outcome": "open"}
    return said | {"station": w.station.pk, "key": uuid.uuid4()}


CHECKED = {"checked": "called"}
CORRECTED = CHECKED | {"citizen": "周岚", "phone": "13900000001"}
POSTS = [
    ("reports:record_matter", "", recorded, f"{LIAISONS} clerk"),  # each at the own station
    ("step", "received accept_matter", {}, "liaison clerk"),
    ("step", "received set_aside", {"reason": "spam"}, "liaison clerk"),
    ("step", "matter settle_matter", {"note": "已解决。"}, "liaison clerk"),
    ("step", "matter pass_on", {"to": "住建局"}, "liaison clerk"),
    ("step", "matter turn_into_report", {}, "liaison clerk"),
    ("step", "matter correct_citizen", CORRECTED, "liaison clerk"),
    ("step", "matter erase_citizen", CHECKED, "liaison clerk"),
    ("step", "matter withdraw_matter", CHECKED, "liaison clerk"),
    ("step", "settled erase_matter", CHECKED, "liaison clerk"),
    ("reports:make_address", "station", lambda w: {"instead_of": w.code.pk}, "liaison clerk"),
    ("reports:accept_proposal", "asked_proposal", {}, "author"),
    ("reports:decline_proposal", "asked_proposal", {}, "author"),
    ("reports:split_out", "proposal", lambda _w: {"key": uuid.uuid4()}, "author clerk editor"),
    ("reports:import_proposals", "", lambda _w: {"kind": "speech", "year": 2026, "file": sheet()}, "clerk"),
    ("reports:import", "import_", {}, "clerk"),
]
POST_ONLY = {
    "reports:split_out", "reports:make_address", "reports:accept_proposal", "reports:decline_proposal",
}  # fmt: skip
# Open to strangers: tests/reports/test_public_form.py and test_citizens.py.
ELSEWHERE = {"reports:tell_us", "reports:told", "reports:ask_after"}
