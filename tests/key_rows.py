"""Rows of the route tables (tests/test_routes.py) for second factors."""

from django.utils import timezone

from tests.world import ALL

PAGES = [
    ("keys", "", ALL, 200),
    ("second_factors", "", "system security audit", 403),
    ("propose_off", "", "system", 403),
    ("step", "switch confirm_off", "security", (403, "system audit", 404)),
    ("step", "switch drop_off", "security system", (403, "audit", 404)),
]


def from_today(w):
    return {"role": "clerk", "needed": "yes", "since": timezone.localdate(), "version": 0}


def lost(w):
    return {"user": w.keyed.pk, "note": "手机丢失。"}


POSTS = [
    ("second_factors", "", from_today, "security"),
    ("propose_off", "", lost, "system"),
    ("step", "switch confirm_off", {}, "security"),
    ("step", "switch drop_off", {"note": "本人已找到手机。"}, "security system"),
]
# Of whoever is halfway in, or has a second factor: tests/portal/keys.
ELSEWHERE = {"second", "add_app", "add_passkey", "recovery_codes", "draw_codes", "end_key"}
