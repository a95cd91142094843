"""Rows of the route tables (tests/test_routes.py) for sealed reports and standard words."""

from tests.world import OFFICE

SEALERS = "clerk editor vetter chair signer"
PAGES = [
    ("report", "sealed", "", 404),
    ("reports:file", "sealed_file", "", 404),
    ("reports:sealed", "", f"{OFFICE} security", 403),
    ("routing:seal_step", "sealed purge", "security", (403, OFFICE, 404)),
    ("routing:seal_step", "sealed unseal", "security", (403, OFFICE, 404)),
    ("routing:refuse_classified", "submitted", SEALERS, (403, "supervisor author liaison", 404)),
    ("reports:canned", "", "clerk", 403),
    ("reports:canned", "no_advice", "clerk", 403),
]
POSTS = [
    ("routing:refuse_classified", "submitted", {}, SEALERS),
    ("routing:seal_step", "sealed purge", {}, "security"),
    ("routing:seal_step", "sealed unseal", {}, "security"),
    ("reports:canned", "no_advice", {"text": "请补充建议。"}, "clerk"),
]
