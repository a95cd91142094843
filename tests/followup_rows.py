"""Rows of the route tables (tests/test_routes.py) for supervision, rates, inspections and visits."""

from tests.world import OFFICE

PAGES = [
    ("feedback:supervision", "", f"{OFFICE} head", 403),
    ("feedback:three_rates", "", OFFICE, 403),
    ("feedback:rated", "", OFFICE, 403),
]


def chased(w):
    return {"note": "请抓紧办理。", "duty": [w.unsigned.unit.duties.filter(settled_at=None).first().pk]}


POSTS = [("feedback:supervision", "", chased, "clerk signer supervisor")]
POST_ONLY = set()
