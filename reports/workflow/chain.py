"""From the editor to the signer: through the vetter where there is one, the chair if it matters."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.engine import take
from portal.people.roles import acting, hats_of
from reports.models import Revision
from reports.rules import may_sign
from reports.states import State as S
from reports.workflow.review import sign_off
from reports.workflow.writing import keep_revision


@transaction.atomic
def submit_for_signoff(report, *, by, at, note=""):
    """The short chain."""
    _send("submit_for_signoff", report, by, at, note)
    _to_the_chair_if_important(report, at)


@transaction.atomic
def submit_for_vetting(report, *, by, at, note=""):
    """The long chain. Raises ValidationError while nobody acts in the vetter's post."""
    _send("submit_for_vetting", report, by, at, note)
    is_held("vetter", at)


def _send(name, report, by, at, note):
    where = {"version": report.version, "taken_by": by}
    take(name, report, by=by, at=at, note=note, changes={"text": report.working.text_hash}, where=where)


@transaction.atomic
def vet(report, *, by, at, version, note="", **parts):
    """Passes the text on to the signer, as it is or better. Raises TooLate on a stale version."""
    _pass_on("vet", Revision.Kind.VETTED, report, by=by, at=at, version=version, note=note, **parts)
    _to_the_chair_if_important(report, at)


@transaction.atomic
def endorse(report, *, by, at, version, note="", **parts):
    """The chair has read it, and revised it where he saw fit; the signer's turn."""
    _pass_on("endorse", Revision.Kind.CHAIR, report, by=by, at=at, version=version, note=note, **parts)


@transaction.atomic
def endorse_and_sign(report, *, by, at, note="", **given):
    """The chair who sits in the signer's post too signs in the same press, exactly what he passed on.

    Raises ValidationError where he has revised it: then somebody else signs, unless the policy lets him.
    """
    endorse(report, by=by, at=at, note=note, **given)
    if not may_sign(hats_of(by, local_day(at)), report):
        raise ValidationError(OWN_TEXT)
    sign_off(report, by=by, at=at, text_hash=report.working.text_hash, note=note)


def _pass_on(name, kind, report, *, by, at, version, note, **parts):
    changed = parts != report.working.parts()
    take(
        name, report, by=by, at=at, note=note, where={"version": version}, version=version + int(changed),
        changes={"text": Revision(**parts).text_hash},
    )  # fmt: skip
    if changed:
        keep_revision(report, kind, by, at, **parts)


def take_back(report, *, by, at, note):
    """What was sent on by mistake is edited again, as long as it is not signed."""
    take("take_back", report, by=by, at=at, note=note)


def send_back_to_editor(report, *, by, at, note):
    take("send_back_to_editor", report, by=by, at=at, note=note)


def send_back_from_chair(report, *, by, at, note):
    take("send_back_from_chair", report, by=by, at=at, note=note)


@transaction.atomic
def mark_important(report, *, by, at, note=""):
    """From now on it comes before the chair whenever it is ready to be signed; if it is, at once."""
    changes, where = {"important": [False, True]}, {"important": False}
    take("mark_important", report, by=by, at=at, note=note, changes=changes, where=where, important=True)
    _to_the_chair_if_important(report, at)


@transaction.atomic
def ask_chair(report, *, by, at, note=""):
    """Raises ValidationError while nobody acts in the chair's post: it would wait for nobody."""
    take("ask_chair", report, by=by, at=at, note=note)
    is_held("chair", at)


def _to_the_chair_if_important(report, at):
    if report.important and report.status == S.AWAITING_SIGNOFF:
        ask_chair(report, by=None, at=at)


def is_held(post, at):
    if not acting(local_day(at)).get(post):
        raise ValidationError(NOBODY_THERE[post])


OWN_TEXT = _("You have revised the text, so somebody else signs it. Pass it on to the signer.")
NOBODY_THERE = {
    "vetter": _("Nobody sits in the post of vetter today. Name somebody, or a stand-in, first."),
    "chair": _("Nobody sits in the post of chair today. Name somebody, or a stand-in, first."),
}
