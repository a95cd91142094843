"""Rows of the route tables (tests/test_routes.py) for accounts, passwords and devices."""

from portal.accounts.workflow import ways
from portal.ledger.engine import decided
from tests.makers import PASSWORD, organisation
from tests.world import ALL

READERS = "system security audit"
PAGES = [
    ("accounts", "", READERS, 403),
    ("account", "newcomer", READERS, 403),
    ("create_account", "", "system", 403),
    ("change_account", "newcomer", "system", 403),
    ("close_account", "newcomer", "system", 403),
    ("password", "", ALL, None),
    ("devices", "", ALL, None),
]
NEW = "three-sheep-on-a-hill"


def made(_w):
    said = {"username": "someone", "name": "某人", "organisation": organisation().pk}
    return said | {"roles": ["informant"]}


def changed(w):
    said = {"username": "newcomer", "email": "new@example.test", "roles": ["liaison"]}
    return said | {"version": decided(w.newcomer).count()}


def closed(_w):
    return {"note": "已调离。"}


def printed(w):
    return {"which": "ticked", "user": [w.newcomer.pk], "seen": ways.version()}


def another(_w):
    return {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}


POSTS = [
    ("create_account", "", made, "system"),
    ("change_account", "newcomer", changed, "system"),
    ("close_account", "newcomer", closed, "system"),
    ("open_account", "closed_account", {}, "system"),
    ("give_link", "newcomer", lambda w: {"seen": ways.version(w.newcomer)}, "system"),
    ("end_sessions", "newcomer", {"seen": 0}, "system"),
    ("give_codes", "", printed, "system"),
    ("password", "", another, ALL),
    ("end_device", "", {"device": "x"}, ALL),
    ("sign_out_everywhere", "", {}, ALL),
]
POST_ONLY = {"open_account", "give_link", "give_codes", "end_sessions", "end_device", "sign_out_everywhere"}
IN_JSON = {"give_codes"}
ELSEWHERE = {"use_link", "use_code", "forgotten", "link_asked"}  # tests/portal/accounts/test_ways.py
