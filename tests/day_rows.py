"""Rows of the route tables (tests/test_routes.py) for leave and the promise of the day."""

from datetime import timedelta

from django.utils import timezone

from tests.world import OFFICE

PAGES = [
    ("leave", "", f"{OFFICE} system security", 403),
    ("feedback:same_day", "", OFFICE, 403),
    ("feedback:closing_list", "2026-03-10", OFFICE, 403),
    ("feedback:promised", "", OFFICE, 403),
    ("reports:step", "awaiting explain_delay", OFFICE, (403, "author liaison", 404)),
]


def away(w):
    since = timezone.localdate() + timedelta(days=30)
    return {"user": w.colleague.pk, "since": since, "until": since}


POSTS = [
    ("feedback:release_sending", "", {}, "signer system"),
    ("leave", "", away, f"{OFFICE} system security"),
    ("end_leave", "absence", {}, "clerk system"),
    ("cover", "", {"clerk": "vetter", "vetter": "", "signer": "", "chair": ""}, "clerk system"),
    ("reports:step", "awaiting explain_delay", {"note": "数字待核实。"}, OFFICE),
]
POST_ONLY = {"end_leave", "cover", "feedback:release_sending"}
