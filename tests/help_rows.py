"""Rows of the route tables (tests/test_routes.py) for the help and the profile."""

from tests.world import ALL, OFFICE

PAGES = [
    ("profile", "", ALL, 200),
    ("help", "", ALL, 200),
    ("help_page", "desk", ALL, 200),
    ("help_page", "step", ALL, 200),
    ("help_page", "reports:queue", "clerk editor", 404),
    ("help_page", "overview", OFFICE, 404),
    ("help_page", "routing:reading", "leader other_leader clerk", 404),  # the clerk keeps the words of all
    ("edit_help", "desk", "clerk", 403),
    ("edit_help", "routing:reading", "clerk", 403),
]
POSTS = [
    ("edit_help", "desk", {"text": "先办红色的。", "version": 0}, "clerk"),
]
