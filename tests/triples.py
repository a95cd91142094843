"""Every (status, step, person) combination, tried on the real engine against a table written by hand."""

from copy import copy
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from portal.ledger.engine import TooLate, may, take
from portal.ledger.registry import procedure_of
from portal.people.models import Role
from portal.people.roles import hats_of
from tests.makers import person, seat


def cast(office, at):
    """{name: user}: one person for each role and nothing else, and those who are not what they look like."""
    today = timezone.localdate(at)
    clerk, past, coming, gone = (person(name) for name in ("clerk_2", "past_clerk", "coming_clerk", "gone"))
    seat("clerk", clerk)
    seat("clerk", past, until=today - timedelta(days=1))
    seat("clerk", coming, since=today + timedelta(days=1))
    seat("clerk", gone), seat("signer", gone)
    gone.is_active = False
    gone.save()
    people = {
        "author": office.author, "joint": office.joint, "taker": office.clerk, "clerk": clerk,
        "editor": office.editor, "vetter": office.vetter, "chair": office.chair,
        "signer": office.signer, "supervisor": office.supervisor,
        "leader": office.leader, "officer": office.officer, "co_officer": office.co_officer,
        "head": office.head,
        "informant": person("informant", Role.INFORMANT), "liaison": person("liaison", Role.LIAISON),
            "convener": person("convener", Role.CONVENER),
        "system_admin": person("system_admin", Role.SYSTEM_ADMIN),
        "security_admin": person("security_admin", Role.SECURITY_ADMIN),
        "audit_admin": person("audit_admin", Role.AUDIT_ADMIN),
        "other_leader": person("other_leader", Role.LEADER),
        "stranger": person("stranger"), "past_clerk": past, "coming_clerk": coming, "gone": gone,
    }  # fmt: skip
    worn = {role for user in people.values() for role in hats_of(user, today).roles}
    assert worn == set(Role), "somebody for each role"
    return people


def spread(table):
    """{step: ("statuses", "people")} as the set of allowed (status, step, person)."""
    return {
        (status, step, who)
        for step, (statuses, people) in table.items()
        for status in statuses.split()
        for who in people.split()
    }


def surprises(table, subjects, people, *, at, alias=lambda _status, name: name, fields=None):
    """Where the engine differs from the table: [(status, step, person, expected, found)].

    `subjects` is {status: subject}; `alias` names what a person is to the subject in that status; `fields`
    are what a step writes besides the status. Whoever may take the step in another status comes too late.
    """
    allowed, found = spread(table), []
    for status, subject in subjects.items():
        for name, user in people.items():
            who = alias(status, name)
            for step in procedure_of(subject).steps:
                expected = "too late" if who in table[step][1].split() else "refused"
                expected = "taken" if (status, step, who) in allowed else expected
                offered = may(step, hats_of(user, timezone.localdate(at)), subject)
                attempt = tried if offered else refused
                outcome = attempt(step, copy(subject), by=user, at=at, **(fields or {}).get(step, {}))
                if outcome != expected or offered != (expected == "taken"):
                    found.append((status, step, name, expected, outcome, offered))
    return found


def tried(step, subject, **given):
    """What comes of it; nothing is left of it in the database."""
    with transaction.atomic():
        outcome = refused(step, subject, **given)
        transaction.set_rollback(True)
    return outcome


def refused(step, subject, **given):
    """What comes of a step that is not offered, which leaves nothing by itself."""
    try:
        take(step, subject, **given)
    except PermissionDenied:
        return "refused"
    except TooLate:
        return "too late"
    return "taken"
