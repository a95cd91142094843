"""Rows of the route tables (tests/test_routes.py) for files that are made for somebody."""

from portal.jobs.offers import Offer


def offer(world):
    """As the list of reports makes it for the clerk."""
    return {"offer": Offer(world.office.clerk.pk, "/reports/?export=1&q=x", "Reports").token}


PAGES = [("job", "waiting_job", "clerk", 404), ("job", "ready_job", "clerk", 404)]
POSTS = [
    ("ask_job", "", offer, "clerk"),
    ("fetch_job", "ready_job", {}, "clerk"),
    ("drop_job", "waiting_job", {}, "clerk"),
]
POST_ONLY = {"ask_job", "fetch_job", "drop_job"}
IN_JSON = {"fetch_job"}
