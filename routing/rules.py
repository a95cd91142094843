"""Who may, on the way of a signed report: readers, leaders, officers of the units."""

from django.utils.translation import gettext_lazy as _

from portal.ledger.models import Entry
from portal.people.models import Role
from portal.people.rules import called, in_office, is_clerk, is_leader, is_signer, is_vetter
from routing.states import InspectionState, IssueState


def sees_matters_of_units(hats):
    """The office, and the officers and heads of units."""
    return in_office(hats) or bool(hats.watched)


def sees_directives(hats):
    return in_office(hats) or is_leader(hats)


def works_on_issues(hats):
    """On whose way an issue lies; the rest of the office may look at it, too."""
    return hats.has(Role.CLERK, Role.VETTER, Role.SIGNER)


@called(_("an officer of the unit"))
def is_officer(hats, assignment):
    return assignment.unit_id in hats.units


@called(_("an officer of a lead unit"))
def answers(hats, assignment):
    """A lead unit's officer: the reply is the lead's, whoever helps."""
    return is_officer(hats, assignment) and assignment.leads


@called(_("an officer of a co-unit"))
def helps(hats, assignment):
    """A co-unit's officer: its opinion goes to the lead unit."""
    return is_officer(hats, assignment) and not assignment.leads


@called(_("the clerk, at the lead unit's part"))
def may_add_co_unit(hats, assignment):
    return is_clerk(hats) and assignment.leads


@called(_("the unit, or the clerk for it"))
def may_wait(hats, assignment):
    """The unit, or the office for it."""
    return is_officer(hats, assignment) or is_clerk(hats)


@called(_("an officer of the unit, once"))
def may_ask_to_return(hats, assignment):
    """Once, and never what it has answered; that it is in time the verb checks, which knows the moment."""
    asked = assignment.return_asked_at or assignment.reopened_at
    return is_officer(hats, assignment) and asked is None


@called(_("whoever was asked to"))
def is_revisitor(hats, revisit):
    """Whoever was asked to; that this person had no hand in the matter is checked by the verb."""
    return in_office(hats) and revisit.person_id == hats.user.pk


@called(_("an officer of the unit, once"))
def may_ask_for_time(hats, assignment):
    """Once per assignment; that it is before the due date is checked by the verb, which knows the moment."""
    return is_officer(hats, assignment) and assignment.time_asked is None


@called(_("the clerk, after a day without a word"))
def may_chase_promise(hats, promise):
    """Once the unit has let its day pass without a word."""
    return is_clerk(hats, promise) and promise.slipped_at is not None


@called(_("the leader who wrote it"))
def wrote_it(hats, directive):
    return directive.leader_id == hats.user.pk and is_leader(hats)


@called(_("the clerk, where the leader has chosen the units"))
def may_see_through(hats, directive):
    return is_clerk(hats, directive) and directive.passed_by_office


@called(_("the clerk, on the short chain"))
def sends_issue_to_signer(hats, issue):
    """The short chain: nobody stands between the compiler and the signer."""
    return is_clerk(hats, issue) and not hats.office.vetting


@called(_("the clerk, on the long chain"))
def sends_issue_to_vetter(hats, issue):
    """The long chain."""
    return is_clerk(hats, issue) and hats.office.vetting


def _own_issue(hats, _issue):
    own = is_signer(hats) or is_vetter(hats)
    return _("You have compiled this issue yourself. Somebody else approves it.") if own else ""


def compiled(user, issue):
    """Whether this person has had a hand in what the issue says."""
    composed = Entry.objects.about(issue).filter(changes__status=[IssueState.DRAFT] * 2, actor=user)
    return issue.created_by_id == user.pk or composed.exists()


@called(_("the signer, of an issue that somebody else has compiled"), refusal=_own_issue)
def may_sign_issue(hats, issue):
    return is_signer(hats) and (hats.office.own_text or not compiled(hats.user, issue))


@called(_("the vetter, of an issue that somebody else has compiled"), refusal=_own_issue)
def may_vet_issue(hats, issue):
    return is_vetter(hats) and (hats.office.own_text or not compiled(hats.user, issue))


@called(_("the signer, once it has a number"))
def may_void(hats, issue):
    """A number that was given cannot be taken back, only declared void."""
    return is_signer(hats, issue) and issue.number is not None


@called(_("the clerk, while it has no number"))
def may_drop(hats, issue):
    """What never got a number leaves no gap."""
    return is_clerk(hats, issue) and issue.number is None


@called(_("the clerk, while it is closed"))
def may_open_wording(hats, directive):
    return is_clerk(hats) and not directive.wording_opened


def may_chase(hats, _subject=None):
    """The clerk, and those who answer for the office."""
    return hats.has(Role.CLERK, Role.SIGNER, Role.SUPERVISOR)


@called(_("the clerk, while it is open"))
def may_close_wording(hats, directive):
    return is_clerk(hats) and directive.wording_opened


@called(_("the clerk, once it was held"))
def records_finding(hats, finding):
    """What was found is written down once the inspection was held."""
    return is_clerk(hats) and finding.inspection.status == InspectionState.HELD
