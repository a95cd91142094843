"""Rows of the route tables (tests/test_routes.py) for organisations, sectors and terms."""

from datetime import timedelta

from django.utils import timezone

from portal.ledger.engine import decided
from portal.register.workflow import ending, terms
from tests.world import OFFICE

READING = f"{OFFICE} system"  # the register is the office's, and of whoever sets up the portal
KEEPING = "clerk system"
PAGES = [
    ("organisations", "", READING, 403),
    ("organisation_tree", "", READING, 403),
    ("organisation", "local_place", READING, 403),
    ("add_organisation", "", KEEPING, 403),
    ("edit_organisation", "local_place", KEEPING, 403),
    ("rename_organisation", "local_place", KEEPING, 403),
    ("move_organisation", "local_place", KEEPING, 403),
    ("dissolve_organisation", "local_place", KEEPING, 403),
    ("sectors", "", READING, 403),
    ("add_sector", "", KEEPING, 403),
    ("edit_sector", "sector", KEEPING, 403),
    ("terms", "", READING, 403),
    ("term", "term", READING, 403),
    ("begin_term", "", "clerk", 403),
]


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def versioned(subject, **said):
    return lambda w: said | {"version": decided(getattr(w, subject)).count()}


def renamed(w):
    return versioned("local_place", name="更名后的联络站", since=timezone.localdate())(w)


def dissolved(w):
    said = {"last_day": yesterday(), "note": "撤并。", "action": "dissolve"}
    return said | {"shown": ending.digest(w.local_place)}


def begun(w):
    plan = terms.Plan("第十一届", timezone.localdate(), carry=True)
    shown = terms.digest(terms.changes(plan, by=w.office.clerk, at=timezone.now()))
    return {"name": plan.name, "since": plan.since, "carry": "on", "shown": shown, "action": "begin"}


POSTS = [
    ("add_organisation", "", {"name": "新设联络站", "kind": "station"}, KEEPING),
    ("edit_organisation", "local_place", versioned("local_place", phone="0535-6600000"), KEEPING),
    ("rename_organisation", "local_place", renamed, KEEPING),
    ("move_organisation", "local_place", versioned("local_place", kind="contact_point"), KEEPING),
    ("dissolve_organisation", "local_place", dissolved, KEEPING),
    ("add_sector", "", {"name": "新设界别"}, KEEPING),
    ("edit_sector", "sector", versioned("sector", name="改名界别"), KEEPING),
    ("begin_term", "", begun, "clerk"),
]
POST_ONLY = set()
