"""Rows of the route tables (tests/test_routes.py) for working days, time limits and the office's policy."""

from datetime import date

from django.utils import timezone

from portal.days.models import CalendarDay
from portal.days.policy import load_policy
from portal.days.workflow.calendar import Change, plan, whole_year
from portal.days.workflow.policy import state_of
from tests.world import ALL, OFFICE

KEEPERS = "clerk system"
PAGES = [
    ("calendar", "", ALL, None),
    ("calendar_year", "2026", ALL, None),
    ("calendar_year", "2027", ALL, None),
    ("calendar_year", "1900", "", 404),
    ("load_year", "2027", KEEPERS, 403),
    ("set_day", "", KEEPERS, 403),
    ("strike_day", "local_day", KEEPERS, 403),
    ("limits", "", ALL, None),
    ("limit", "reply", ALL, None),
    ("limit", "unheard_of", "", 404),
    ("policy", "", OFFICE, 403),
    ("policy_point", "cut_off", OFFICE, 403),
    ("policy_point", "unheard_of", "", 404),
]
FESTIVAL = {"date": date(2027, 3, 10), "kind": "off", "name": "开斋节", "source": "自治区通知"}
LINES = {"lines": "2027-01-01,休,元旦", "source": "通知"}


def seen(change):
    """What the page before said would move, which the second press confirms."""
    return {"seen": plan(change, at=timezone.now()).seen}


def loaded(w):
    return LINES | seen(whole_year(2027, [(date(2027, 1, 1), "off", "元旦")], "通知"))


def twenty(w):
    return {"amount": 20, "unit": "days", "since": timezone.localdate(), "note": "办公会议定。", "version": 0}


def four(_w):
    said = {"value": 4, "since": timezone.localdate(), "note": "办公会议定。"}
    return said | {"seen": state_of(load_policy())}


POSTS = [
    ("limit", "reply", twenty, "clerk"),
    ("policy_point", "least_cases", four, "clerk"),
    ("load_year", "2027", loaded, KEEPERS),
    ("set_day", "", lambda w: FESTIVAL | seen(Change(put=(CalendarDay(**FESTIVAL),))), KEEPERS),
    ("strike_day", "local_day", lambda w: seen(Change(struck=(w.local_day,))), KEEPERS),
]
POST_ONLY = set()
