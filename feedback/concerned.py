"""Whom an entry of the journal concerns: each answers with people, or None for one who is not there."""

from portal.models import Role
from portal.roles import acting
from portal.workdays import local_day


def authors(entry):
    return [entry.report.author, *(joint.user for joint in entry.report.joint_authors.all())]


def contributors(entry):
    """From the signature on, those whose reports were merged into it too."""
    carried = [joint.user for report in entry.report.carried.all() for joint in report.joint_authors.all()]
    return [*authors(entry), *(report.author for report in entry.report.carried.all()), *carried]


def officers(entry):
    return [hat.user for hat in entry.subject.unit.hats.all() if hat.role == Role.OFFICER]


def promised(entry):
    """The authors, and the unit that has kept its word."""
    return [*contributors(entry), *officers(entry)]


def given_up(entry):
    """The authors, and the office that waited for it."""
    return [*contributors(entry), *acting(local_day(entry.at)).get("clerk", [])]


def lead_officers(entry):
    """Of the unit that answers for all, to which a co-unit has sent its opinion."""
    group = [a for a in entry.report.assignments.all() if a.directive_id == entry.subject.directive_id]
    units = [a.unit for a in group if a.hears_opinions]
    return [hat.user for unit in units for hat in unit.hats.all() if hat.role == Role.OFFICER]


def officers_and_heads(entry):
    roles = (Role.OFFICER, Role.HEAD)
    return [hat.user for hat in entry.subject.unit.hats.all() if hat.role in roles]


def other_side(entry):
    """The unit hears of what the office did for it, the office of what the unit did."""
    unit = officers(entry)
    return acting(local_day(entry.at)).get("clerk", []) if entry.actor in unit else unit


def revisitor(entry):
    return [entry.subject.person]


def taker(entry):
    return [entry.report.taken_by]


def loser(entry):
    return entry.passed[:1]


def successor(entry):
    return entry.passed[1:]


def leader(entry):
    return [entry.subject.leader]


def holder(entry):
    return [entry.subject.holder]


def asker(entry):
    return [entry.subject.begun_by]


def appointed(entry):
    return [entry.subject.person]


def composer(entry):
    return [entry.subject.created_by]


def liaisons(entry):
    return [hat.user for hat in entry.subject.station.hats.all() if hat.role == Role.LIAISON]


def readers(entry):
    return [reading.user for reading in entry.subject.readers.all()]


def recipients(entry):
    """Those with an account; paper is handed over."""
    return [recipient.user for recipient in entry.subject.recipients.all()]


def heads(entry):
    """Who answers for the day: the clerk, the signer and the chair, or who acts for them."""
    posts = acting(entry.subject.day)
    return [user for code in ("clerk", "signer", "chair") for user in posts.get(code, [])]
