"""Whom an entry of the journal concerns, on the way of a signed report: each answers with people."""

from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.people.models import Role
from portal.people.roles import acting
from portal.people.rules import called
from reports.concerned import contributors


def of_unit(unit, *roles):
    return [hat.user for hat in unit.heir.hats.all() if hat.role in roles]


def clerks(entry):
    """Who was acting as the clerk that day."""
    return acting(local_day(entry.at)).get("clerk", [])


@called(_("the officers of the unit"))
def officers(entry):
    return of_unit(entry.subject.unit, Role.OFFICER)


@called(_("the officers and the heads of the unit"))
def officers_and_heads(entry):
    return of_unit(entry.subject.unit, Role.OFFICER, Role.HEAD)


@called(_("the officers of the lead unit"))
def lead_officers(entry):
    """Of the unit that answers for all, to which a co-unit has sent its opinion."""
    opinion = entry.subject
    group = [a for a in opinion.report.assignments.all() if a.directive_id == opinion.directive_id]
    return [user for a in group if a.hears_opinions for user in of_unit(a.unit, Role.OFFICER)]


@called(_("the clerk of what the unit did, the unit of what the office did"))
def other_side(entry):
    """The unit hears of what the office did for it, the office of what the unit did."""
    unit = officers(entry)
    return clerks(entry) if entry.actor in unit else unit


@called(_("its authors, those of what was merged into it, the unit, and the leader who asked for it"))
def promised(entry):
    """The authors, the unit that has kept its word, and the leader whose directive it follows."""
    return [*contributors(entry), *officers(entry), *asking_leader(entry)]


@called(_("its authors, those of what was merged into it, the clerk, and the leader who asked for it"))
def given_up(entry):
    """The authors, the office that waited for it, and the leader."""
    return [*contributors(entry), *clerks(entry), *asking_leader(entry)]


def asking_leader(entry):
    directive = entry.subject.reply.assignment.directive
    return [directive.leader] if directive else []


@called(_("the leader who wrote it"))
def leader(entry):
    return [entry.subject.leader]


@called(_("the clerk and the signer"))
def clerk_and_signer(entry):
    posts = acting(local_day(entry.at))
    return [*posts.get("clerk", []), *posts.get("signer", [])]


@called(_("whoever composed it"))
def composer(entry):
    return [entry.subject.created_by]


@called(_("its recipients"))
def recipients(entry):
    """Those with an account; paper is handed over."""
    return [recipient.user for recipient in entry.subject.recipients.all()]


@called(_("whoever is to ask the author"))
def revisitor(entry):
    return [entry.subject.person]
