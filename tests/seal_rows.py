"""Rows of the route tables (tests/test_routes.py) for sealed reports and standard words."""

from tests.world import OFFICE

SEALERS = "clerk editor vetter chair signer"
PAGES = [
    ("report", "sealed", "", 404),
    ("file", "sealed_file", "", 404),
    ("reports:sealed", "", f"{OFFICE} security", 403),
    ("step", "sealed purge", "security", (403, OFFICE, 404)),
    ("step", "sealed unseal", "security", (403, OFFICE, 404)),
    ("step", "submitted refuse_classified", SEALERS, (403, "supervisor author liaison", 404)),
    ("reports:canned", "", "clerk", 403),
    ("reports:canned", "no_advice", "clerk", 403),
]
POSTS = [
    ("step", "submitted refuse_classified", {}, SEALERS),
    ("step", "sealed purge", {}, "security"),
    ("step", "sealed unseal", {}, "security"),
    ("reports:canned", "no_advice", {"text": "请补充建议。", "version": 0}, "clerk"),
]
