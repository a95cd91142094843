"""Rows of the route tables (tests/test_routes.py) for what units and the office do about an assignment."""

from tests.world import OFFICE

NOTE = {"note": "该事项不属我局职责。"}
PAGES = [
    ("routing:assignment", "returning", f"{OFFICE} officer", 404),
    ("routing:assignment", "opined", f"{OFFICE} co_officer", 404),
    ("routing:assignment_step", "young request_return", "officer", (403, OFFICE, 404)),
    ("routing:assignment_step", "returning agree_return", "clerk", (403, f"{OFFICE} officer", 404)),
    ("routing:assignment_step", "helping send_opinion", "co_officer", (403, OFFICE, 404)),
    ("routing:opinion_file", "opinion_file", f"{OFFICE} officer co_officer", 404),
    ("routing:opinion_file_preview", "opinion_file", f"{OFFICE} officer co_officer", 404),
    ("routing:opinion_file_page", "opinion_picture 1", f"{OFFICE} officer co_officer", 404),
]  # fmt: skip
POSTS = [
    ("routing:assignment_step", "young request_return", NOTE, "officer"),
    ("routing:assignment_step", "returning agree_return", lambda w: {"lead": w.other_unit.pk}, "clerk"),
    ("routing:assignment_step", "returning refuse_return", NOTE, "clerk"),
    ("routing:assignment_step", "helping send_opinion", {"text": "我局可提供数据。"}, "co_officer"),
]  # fmt: skip
POST_ONLY = set()
NO_PAGES = {"routing:opinion_file", "routing:opinion_file_page"}  # files: nothing to look at in a browser
