"""Rows of the route tables (tests/test_routes.py) for what is printed."""

from tests.world import OFFICE

PAGES = [
    ("routing:pdf", "issue", f"{OFFICE} leader", 404),
    ("routing:pdf", "open_issue", OFFICE, 404),
    ("routing:word", "issue", f"{OFFICE} leader", 404),
    ("routing:word", "open_issue", OFFICE, 404),
    ("routing:page", "issue 1", f"{OFFICE} leader", 404),
    ("routing:page", "open_issue 1", OFFICE, 404),
    ("routing:vetting_sheet", "report", OFFICE, (403, "author joint liaison", 404)),
    ("routing:issue_vetting_sheet", "issue", OFFICE, 403),
    ("routing:assignment_slip", "assignment", f"{OFFICE} officer", 404),
    ("routing:directive_slip", "directive", OFFICE, (403, "leader officer co_officer", 404)),
]
# Files and pictures: nothing to look at in a browser.
NO_PAGES = {route for route, *_ in PAGES}


def previewed(w):
    """What the composer sends while one types."""
    return {"version": w.open_issue.version, "readers": [w.office.leader.pk], f"place_{w.piece.pk}": 1}


POSTS = [("routing:preview", "open_issue 1", previewed, "clerk")]
IN_JSON = POST_ONLY = {"routing:preview"}  # answered with a picture: 200, not a redirect
