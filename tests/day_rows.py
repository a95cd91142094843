"""Rows of the route tables (tests/test_routes.py) for leave, the promise of the day, mail and backups."""

from datetime import timedelta

from django.utils import timezone

from portal.ledger.models import sha256
from tests.world import OFFICE

REACHING = "clerk supervisor system"  # those who see to it that somebody is reached
PAGES = [
    ("leave", "", f"{OFFICE} security", 403),
    ("feedback:same_day", "", OFFICE, 403),
    ("feedback:year", "", OFFICE, 403),
    ("feedback:closing_list", "2026-03-10", OFFICE, 403),
    ("feedback:promised", "", OFFICE, 403),
    ("feedback:mails", "", f"{OFFICE} system", 403),
    ("backups", "", f"{OFFICE} system", 403),
    ("feedback:correct_address", "unreached", REACHING, (403, "vetter chair", 403)),
    ("step", "awaiting explain_delay", OFFICE, (403, "author liaison", 404)),
]


def away(w):
    since = timezone.localdate() + timedelta(days=30)
    return {"since": since, "until": since}


def sent_again(w):
    return {"step": "send_again", "mail": [w.lost_mail.pk]}


def corrected(w):
    return {"seen": sha256(w.unreached.email), "email": "right@example.test", "again": "on"}


POSTS = [
    ("feedback:mails", "", sent_again, REACHING),
    ("feedback:correct_address", "unreached", corrected, REACHING),
    ("feedback:release_sending", "", {}, "signer system"),
    ("leave", "", away, f"{OFFICE} security"),
    ("end_leave", "absence", {}, "clerk"),
    ("cover", "", {"clerk": "chair", "version": 0}, "clerk signer"),
    ("step", "awaiting explain_delay", {"note": "数字待核实。"}, OFFICE),
]
POST_ONLY = {"end_leave", "cover", "feedback:release_sending"}
