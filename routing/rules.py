"""Who may, on the way of a signed report: readers, leaders, officers of the units."""

from django.conf import settings

from portal.models import Role
from reports.rules import in_office, is_clerk, is_signer
from routing.states import InspectionState


def is_leader(hats, _subject=None):
    return hats.has(Role.LEADER)


def is_officer(hats, assignment):
    return assignment.unit_id in hats.units


def answers(hats, assignment):
    """A lead unit's officer: the reply is the lead's, whoever helps."""
    return is_officer(hats, assignment) and assignment.leads


def helps(hats, assignment):
    """A co-unit's officer: its opinion goes to the lead unit."""
    return is_officer(hats, assignment) and not assignment.leads


def may_wait(hats, assignment):
    """The unit, or the office for it."""
    return is_officer(hats, assignment) or is_clerk(hats)


def may_ask_to_return(hats, assignment):
    """Once, and never what it has answered; that it is in time the verb checks, which knows the moment."""
    asked = assignment.return_asked_at or assignment.reopened_at
    return is_officer(hats, assignment) and asked is None


def is_revisitor(hats, revisit):
    """Whoever was asked to; that this person had no hand in the matter is checked by the verb."""
    return in_office(hats) and revisit.person_id == hats.user.pk


def may_ask_for_time(hats, assignment):
    """Once per assignment; that it is before the due date is checked by the verb, which knows the moment."""
    return is_officer(hats, assignment) and assignment.time_asked is None


def may_chase_promise(hats, promise):
    """Once the unit has let its day pass without a word."""
    return is_clerk(hats, promise) and promise.slipped_at is not None


def may_name_units(hats, directive):
    return is_clerk(hats, directive) or directive.leader_id == hats.user.pk and is_leader(hats)


def sends_issue_to_signer(hats, issue):
    """The short chain: nobody stands between the compiler and the signer."""
    return is_clerk(hats, issue) and not settings.VETTING


def sends_issue_to_vetter(hats, issue):
    """The long chain."""
    return is_clerk(hats, issue) and settings.VETTING


def may_void(hats, issue):
    """A number that was given cannot be taken back, only declared void."""
    return is_signer(hats, issue) and issue.number is not None


def may_drop(hats, issue):
    """A correction that has no number yet."""
    return is_clerk(hats, issue) and issue.corrects_id is not None and issue.number is None


def may_open_wording(hats, directive):
    return is_clerk(hats) and not directive.wording_opened


def may_chase(hats, _subject=None):
    """The clerk, and those who answer for the office."""
    return hats.has(Role.CLERK, Role.SIGNER, Role.SUPERVISOR)


def may_close_wording(hats, directive):
    return is_clerk(hats) and directive.wording_opened


def records_finding(hats, finding):
    """What was found is written down once the inspection was held."""
    return is_clerk(hats) and finding.inspection.status == InspectionState.HELD
