"""Second factors made, used, ended, demanded and switched off: each change with its line in the journal."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.keys import codes
from portal.keys.models import Demand, Key, SwitchOff
from portal.keys.needing import demanding, is_last
from portal.keys.rules import proposes_off
from portal.keys.states import Kind, SwitchState
from portal.ledger.engine import TooLate, begin, lock, one_at_a_time, require, take, write
from portal.people.models import User
from portal.people.roles import hats_of
from portal.people.rules import is_security

LAST_ONE = _("Your role needs a second factor, and this is your only one. Set up another one first.")
NONE_THERE = _("This person has no second factor.")
CHANGED = _("Meanwhile somebody has changed this: look at it once more. Nothing was stored.")


@transaction.atomic
def add_key(user, *, at, kind, name, secret, counter=0):
    """(the new key, the recovery codes that came with the first one)"""
    one_at_a_time("keys", user.pk)
    first = not Key.objects.factors().filter(user=user).exists()
    key = _begun(user, at, "add_key", kind=kind, name=name, secret=secret, counter=counter)
    return key, _new_codes(user, at) if first else []


@transaction.atomic
def draw_codes(user, *, at):
    """New recovery codes, as they are shown once. The old ones hold no longer."""
    one_at_a_time("keys", user.pk)
    return _new_codes(user, at)


def _new_codes(user, at):
    for old in Key.objects.there().filter(user=user, kind=Kind.CODES):
        _end(old, by=user, at=at)
    drawn = codes.new_recovery_codes()
    kept = " ".join(map(codes.digest, drawn))
    _begun(user, at, "draw_codes", kind=Kind.CODES, name=Kind.CODES.label, secret=kept)
    return drawn


def _begun(user, at, line, **fields):
    key = Key.objects.create(user=user, made_at=at, **fields)
    write(line, key, by=user, at=at, changes={"name": str(key.name)})
    return key


@transaction.atomic
def end_key(key, *, by, at):
    """Once. Raises ValidationError for the last one of somebody who needs one."""
    if key.user_id != by.pk:
        raise PermissionDenied("end_key")
    one_at_a_time("keys", by.pk)
    key.refresh_from_db()
    if key.ended_at:
        return
    if is_last(key, local_day(at)):
        raise ValidationError(LAST_ONE)
    _end(key, by=by, at=at)
    if not Key.objects.factors().filter(user=by).exists():
        for old in Key.objects.there().filter(user=by):  # codes alone open nothing
            _end(old, by=by, at=at)


def _end(key, *, by, at):
    lock(key)
    key.secret, key.ended_at = "", at
    key.save(update_fields=["secret", "ended_at"])
    write("end_key", key, by=by, at=at, changes={"name": key.name})


def pass_by_code(user, code, *, at):
    """The key by which these six digits, or this recovery code, are right; None where they are not.

    Each is accepted once: of two that come at once with the same one the second is refused.
    """
    keys = Key.objects.there().filter(user=user)
    for key in keys.filter(kind=Kind.APP):
        step = codes.step_of(key.secret, code, at)
        unused = Key.objects.there().filter(pk=key.pk, counter__lt=step or 0)
        if step and unused.update(counter=step, used_at=at):
            return key
    given = codes.digest(code.upper())
    for key in keys.filter(kind=Kind.CODES, secret__contains=given):
        left = " ".join(each for each in key.secret.split() if each != given)
        if Key.objects.filter(pk=key.pk, secret=key.secret).update(secret=left, used_at=at):
            with transaction.atomic():
                lock(key)
                write("use_code", key, by=user, at=at, changes={"left": len(left.split())})
            return key
    return None


def pass_by_passkey(key, counter, *, at):
    """Whether it counts: where a passkey counts, it never counts less than before (a copy would)."""
    there = Key.objects.there().filter(pk=key.pk)
    newer = there.filter(counter__lt=counter) if counter or key.counter else there
    return bool(newer.update(counter=counter, used_at=at))


@transaction.atomic
def demand(*, by, at, role, needed, since, version):
    """From that day on the role needs a second factor, or no longer does. The same said twice is one row."""
    require(is_security, by=by, at=at)
    one_at_a_time("demand")
    if since < local_day(at):
        raise ValidationError({"since": _("This day has passed.")})
    said = {"role": role, "needed": needed, "since": since}
    last = Demand.objects.order_by("-pk").first()
    if version != Demand.objects.count():
        if last and {name: getattr(last, name) for name in said} == said and last.set_by == by:
            return
        raise TooLate(CHANGED)
    before = role in demanding(since)
    row = Demand.objects.create(**said, set_by=by, set_at=at)
    changes = {"role": str(role), "needed": [before, needed], "since": str(since)}
    write("demand_key", row, by=by, at=at, changes=changes)


@transaction.atomic
def propose_off(user, *, by, at, note):
    """The same person proposed twice is one proposal."""
    if not proposes_off(hats_of(by, local_day(at))) or user == by:
        raise PermissionDenied("propose_off")
    one_at_a_time("switch_off", user.pk)
    if there := SwitchOff.objects.filter(user=user, status=SwitchState.PROPOSED).first():
        return there
    if not Key.objects.factors().filter(user=user).exists():
        raise ValidationError({"user": NONE_THERE})
    switch = SwitchOff.objects.create(user=user, proposed_by=by)
    begin("propose_off", switch, by=by, at=at, note=note, changes={"user": user.name})
    return switch


@transaction.atomic
def confirm_off(switch, *, by, at):
    """All keys of the person end, and all sessions: the phone that was lost may be signed in."""
    take("confirm_off", switch, by=by, at=at, changes={"user": switch.user.name})
    one_at_a_time("keys", switch.user_id)
    for key in Key.objects.there().filter(user=switch.user_id):
        _end(key, by=by, at=at)
    User.objects.filter(pk=switch.user_id).update(sessions_ended=F("sessions_ended") + 1)


def drop_off(switch, *, by, at, note):
    take("drop_off", switch, by=by, at=at, note=note, changes={"user": switch.user.name})
