"""Rows of the route tables (tests/test_routes.py) for people and rosters."""

from django.utils import timezone

from portal.ledger.engine import decided
from portal.persons.workflow import rosters
from tests.world import OFFICE

READING, KEEPING = f"{OFFICE} system", "clerk system"
PAGES = [
    ("people", "", READING, 403),
    ("person", "somebody", READING, 403),
    ("edit_person", "somebody", KEEPING, 403),
    ("move_person", "somebody", KEEPING, 403),
    ("change_membership", "somebody", KEEPING, 403),
    ("send_roster", "", KEEPING, 403),
    ("export_roster", "", KEEPING, 403),
    ("roster", "waiting_roster", KEEPING, 403),
]


def versioned(w, **said):
    return said | {"version": decided(w.somebody).count()}


def moved(w):
    place = w.somebody.organisation_id
    return versioned(w, organisation=place, position="校长", since=timezone.localdate())


def shown(w):
    return {"shown": rosters.digest(rosters.compared(w.waiting_roster, timezone.now()))}


POSTS = [
    ("edit_person", "somebody", lambda w: versioned(w, name="改名的人"), KEEPING),
    ("move_person", "somebody", moved, KEEPING),
    ("roster", "waiting_roster", shown, KEEPING),
    ("undo_roster", "stored_roster", {}, KEEPING),
]
SENT_ELSEWHERE = {"change_membership", "send_roster"}  # tests/portal/persons
POST_ONLY = {"undo_roster"}
