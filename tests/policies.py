"""The office's policy for tests, as if it had never been another."""

from contextlib import contextmanager
from datetime import date, datetime

from portal.days.models import Policy
from portal.days.workdays import SHANGHAI
from portal.people.models import User

EVER = datetime(2020, 1, 1, tzinfo=SHANGHAI)
ALWAYS = ["00:00", "23:59:59.999999"]  # office hours


def policy(**values):
    """Each value as the table keeps it: policy(cut_off="17:00")."""
    for point, value in values.items():
        Policy.objects.create(point=point, value=value, since=date(2020, 1, 1), set_at=EVER)


def ask_vetting(office, asked):
    """Whether the office has the long chain from now on; its people here have known it otherwise."""
    policy(vetting=asked)
    for each in vars(office).values():
        if isinstance(each, User):
            each._hats_day = None


@contextmanager
def long_chain(office):
    ask_vetting(office, True)
    try:
        yield
    finally:
        ask_vetting(office, False)
