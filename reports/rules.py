"""Who may: small questions that the step table, the pages and `visible_to` ask."""

from django.utils.translation import gettext_lazy as _

from portal.people.models import Role
from portal.people.rules import (
    EDITORS,
    OFFICE,
    called,
    in_office,
    is_clerk,
    is_editor,
    is_security,
    is_signer,
    is_vetter,
)
from reports.states import WITH_AUTHOR, State


@called(_("the author"))
def is_author(hats, report):
    return report.author_id == hats.user.pk


@called(_("whoever reads it in the office before it is published"))
def may_seal(hats, _subject=None):
    """Whoever of the office reads what is not yet published."""
    return hats.has(*EDITORS, Role.SIGNER, Role.VETTER, Role.CHAIR)


def may_see_stubs(hats, _subject=None):
    """That something was sealed, when and by whom; not what."""
    return in_office(hats) or is_security(hats)


def may_file(hats, _subject=None):
    """Informants write; liaisons and conveners file for their organisation; the office for those who call."""
    return hats.has(Role.INFORMANT, Role.LIAISON, Role.CONVENER, Role.CLERK, Role.EDITOR)


def sees_reports(hats):
    """Whoever writes reports, and the office."""
    return hats.has(*OFFICE, Role.INFORMANT, Role.LIAISON, Role.CONVENER)


def sees_commissions(hats):
    """Whoever may be asked for a report, and the office that asks."""
    return sees_reports(hats)


def sees_leads(hats):
    return hats.has(*OFFICE, Role.INFORMANT)


def may_speak_for_others(hats):
    return hats.has(Role.LIAISON, Role.CONVENER, Role.CLERK, Role.EDITOR)


def keeps_matters(hats, _subject=None):
    """Where consultations are recorded and read: stations, their people, the office."""
    return hats.has(*OFFICE, Role.LIAISON, Role.INFORMANT)


def oversees_stations(hats, _subject=None):
    return hats.has(*OFFICE, Role.LIAISON)


def reads_proposals(hats, _subject=None):
    return hats.has(*OFFICE, Role.INFORMANT)


def may_split(hats, proposal):
    """The office's editors, and the proposer who is an informant."""
    mine = hats.has(Role.INFORMANT) and proposal.members.filter(pk=hats.user.pk).exists()
    return is_editor(hats) or mine


def is_liaison_of(hats, organisation):
    return hats.has(Role.LIAISON) and organisation in hats.own


@called(_("the liaison of the station, else the clerk"))
def handles_matter(hats, matter):
    """The station's liaison; the clerk for a station without one, and whenever one is away."""
    return is_liaison_of(hats, matter.station_id) or is_clerk(hats)


@called(_("the liaison of the station, else the clerk, of what came by the public form"))
def serves_citizen(hats, matter):
    """Corrects and erases what a citizen asks to have corrected or erased."""
    return matter.recorded_by_id is None and handles_matter(hats, matter)


def knows_citizen(hats, matter):
    """Name and phone of whoever used the public form are for those who may have to call back."""
    return is_liaison_of(hats, matter.station_id) or in_office(hats)


def keeps_address(hats, station):
    """Who makes a station's public address and its poster."""
    mine = is_liaison_of(hats, station.pk) or is_clerk(hats)
    return mine and station.dissolved_on is None


def wrote(user, report, *kinds):
    """Whether this person made a version of the text: of one of these kinds, else any but a signed one."""
    own = report.revisions.filter(by=user)
    return own.filter(kind__in=kinds).exists() if kinds else own.exclude(kind="signed").exists()


def _own_text(hats, report):
    own = is_signer(hats) or is_vetter(hats)
    return _("You have written or edited this text yourself. Somebody else approves it.") if own else ""


@called(_("the signer, of a text that somebody else has edited"), refusal=_own_text)
def may_sign(hats, report):
    """Two people stand behind a text, unless the office's policy lets it do with one."""
    return is_signer(hats) and (hats.office.own_text or not wrote(hats.user, report))


@called(_("the vetter, of a text that somebody else has edited"), refusal=_own_text)
def may_vet(hats, report):
    """What the vetter has revised on an earlier way is no hindrance."""
    own = is_vetter(hats) and not hats.office.own_text and wrote(hats.user, report, "author", "edited")
    return is_vetter(hats) and not own


@called(_("whoever has taken it up"))
def has_taken(hats, report):
    """Whoever took the report up edits it; another editor takes it over first."""
    return is_editor(hats, report) and report.taken_by_id == hats.user.pk


@called(_("another editor"))
def is_colleague(hats, report):
    return is_editor(hats, report) and report.taken_by_id != hats.user.pk


@called(_("whoever was asked"))
def is_holder(hats, commission):
    return commission.holder_id == hats.user.pk


@called(_("the office's editors and the contact officer"))
def keeps_appointment(hats, appointment):
    """The office's editors, and the contact officer while in the office."""
    return is_editor(hats) or in_office(hats) and appointment.contact_id == hats.user.pk


@called(_("whoever has taken it up, on the short chain"))
def sends_to_signer(hats, report):
    """The short chain: nobody stands between the editor and the signer."""
    return has_taken(hats, report) and not hats.office.vetting


@called(_("whoever has taken it up, on the long chain"))
def sends_to_vetter(hats, report):
    """The long chain."""
    return has_taken(hats, report) and hats.office.vetting


@called(_("the signer and the post above"))
def may_recall(hats, _report):
    return is_signer(hats) or "signer" in hats.above


@called(_("the clerk and whoever has taken it up"))
def may_take_back(hats, report):
    return is_clerk(hats) or has_taken(hats, report)


@called(_("whoever reads it on its way to the signature"))
def may_mark(hats, report):
    """Whoever reads it on its way to the signature, once."""
    return not report.important and (has_taken(hats, report) or hats.has(Role.VETTER, Role.SIGNER))


@called(_("whoever has taken up the piece it is part of"))
def has_taken_host(hats, report):
    """Whoever works on the piece a report was merged into."""
    return has_taken(hats, report.carried_by or report)


@called(_("the author, once"))
def may_contest(hats, report):
    """Once: what was handled again is not handled a third time."""
    return is_author(hats, report) and report.reopened_at is None


def may_relate(hats, report):
    """Say what an earlier report is to this one: the author while writing, the office once it is filed."""
    filed = report.status != State.DRAFT
    return filed and is_editor(hats) or is_author(hats, report) and report.status in WITH_AUTHOR
