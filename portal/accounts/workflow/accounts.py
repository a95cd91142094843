"""Accounts: made, changed, switched off with what the person owes going on, and switched on again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.rules import administrators, keeps_accounts
from portal.accounts.rules import changes as may_change
from portal.accounts.states import GIVEN, HANDED
from portal.days.workdays import local_day
from portal.ledger.engine import lock, one_at_a_time, require, require_lines, settle_and_open, take, write
from portal.ledger.models import Duty
from portal.ledger.registry import procedure_of
from portal.people.models import Hat, Organisation, Role, Seat, SeatState, User

TAKEN = _("Somebody else has this sign-in name.")
NOBODY_SITS = _(
    "Nobody would sit in the post “%(post)s”, and no other post covers it. Name a successor first."
)
NO_OFFICER = _("Nobody else acts for %(unit)s, which owes something. Say who follows.")
LEFT = _("Nobody would have “%(duty)s” any more. Please have it taken over first.")


@transaction.atomic
def create_account(*, by, at, username, name, organisation, position="", email="", phone="", roles=()):
    """A person without a password yet. The same said twice is one account.

    `by` is None for whoever sets up the portal. Raises ValidationError where the sign-in name is taken.
    """
    if by is not None:
        require(keeps_accounts, by=by, at=at)
        _require_given(roles)
    one_at_a_time("account", username.casefold())
    said = {"name": name, "organisation": organisation, "position": position, "email": email, "phone": phone}
    there = User.objects.filter(username__iexact=username).first()
    if there:
        same = there.username == username and all(getattr(there, key) == value for key, value in said.items())
        if same and not there.last_login and _worn(there, organisation) == set(roles):
            return there
        raise ValidationError({"username": TAKEN})
    user = User(username=username, **said)
    user.set_unusable_password()
    user.save()
    Hat.objects.bulk_create(Hat(user=user, role=role, organisation=organisation) for role in roles)
    lock(user)
    changed = {"username": username, "organisation": str(organisation), "roles": [[], _labels(roles)]}
    write("create_account", user, by=by, at=at, changes=changed)
    return user


def _require_given(roles):
    if not set(roles) <= set(GIVEN):
        raise PermissionDenied("roles")


def _worn(user, organisation):
    return set(Hat.objects.filter(user=user, organisation=organisation).values_list("role", flat=True))


def _labels(roles):
    return [str(Role(role).value) for role in Role.values if role in roles]


@transaction.atomic
def change_account(user, *, by, at, version, username, email, phone, roles):
    """What belongs to the account, and the roles in the person's own organisation."""
    one_at_a_time("account", username.casefold())
    lock(user)
    user.refresh_from_db()
    require(may_change, user, by=by, at=at)
    require_lines(user, version)
    before, after = _worn(user, user.organisation) & set(GIVEN), set(roles)
    _require_given(after)
    if User.objects.filter(username__iexact=username).exclude(pk=user.pk).exists():
        raise ValidationError({"username": TAKEN})
    said = {"username": username, "email": email, "phone": phone}
    changed = {key: [getattr(user, key), value] for key, value in said.items() if getattr(user, key) != value}
    if before != after:
        changed["roles"] = [_labels(before), _labels(after)]
    if not changed:
        return
    if Role.OFFICER in before - after:
        _require_officer(user, [user.organisation])
    for key, value in said.items():
        setattr(user, key, value)
    user.save(update_fields=list(said))
    worn = Hat.objects.filter(user=user, organisation=user.organisation)
    worn.filter(role__in=before - after).delete()
    Hat.objects.bulk_create(
        Hat(user=user, role=role, organisation=user.organisation) for role in after - before
    )
    write("change_account", user, by=by, at=at, changes=changed)


def units_left(user, units=None):
    """The units that owe something and for which nobody else acts than this person."""
    worn = Hat.objects.filter(user=user, role=Role.OFFICER)
    if units is not None:
        worn = worn.filter(organisation__in=units)
    others = Hat.objects.filter(role=Role.OFFICER, user__is_active=True).exclude(user=user)
    owing = Duty.objects.open().filter(unit__isnull=False).values("unit")
    alone = Organisation.objects.filter(pk__in=worn.values("organisation"))
    return alone.exclude(pk__in=others.values("organisation")).filter(pk__in=owing)


def _require_officer(user, units=None):
    for unit in units_left(user, units)[:1]:
        raise ValidationError(NO_OFFICER, params={"unit": unit})


def owed_by(user):
    """What the person owes, each with `goes_to`: who has it once the account is closed."""
    duties = Duty.objects.open().filter(person=user).select_related("report").order_by("due_at", "id")
    duties = list(duties.prefetch_related("subject"))
    for duty in duties:
        duty.goes_to = duty.row.holder.gone
    return duties


@transaction.atomic
def close_account(user, *, by, at, note, successor=None):
    """Switches it off, once. What is owed goes to the post that has it then, places to the successor.

    Raises ValidationError where something would be left without anybody.
    """
    lock(user)
    user.refresh_from_db()
    require(may_change, user, by=by, at=at)
    if not user.is_active:
        return
    _leave_seats(user, by=by, at=at)
    handed = _hand_hats(user, successor) if successor else []
    _require_officer(user)
    for name in ("in_charge", "contact"):
        Organisation.objects.filter(**{name: user}).update(**{name: successor})
    user.is_active = False
    user.save(update_fields=["is_active"])
    subjects = {(duty.subject_type_id, duty.subject_id): duty.subject for duty in owed_by(user)}
    for _key, subject in sorted(subjects.items()):
        lock(subject)
        subject.refresh_from_db()
        settle_and_open(procedure_of(subject), subject, by=by, at=at)
    for duty in Duty.objects.open().filter(person=user)[:1]:
        raise ValidationError(LEFT, params={"duty": duty.act})
    changed = {"passed_on": len(subjects)}
    if successor:
        changed |= {"successor": str(successor), "successor_id": successor.pk, "handed": handed}
    write("close_account", user, by=by, at=at, note=note, changes=changed)


def _leave_seats(user, *, by, at):
    """Today is the last day in each post; what had not begun is taken back."""
    today = local_day(at)
    for seat in Seat.objects.to_come(today).filter(user=user).select_related("post"):
        others = Seat.objects.on(today).filter(post=seat.post, stand_in=False, until=None).exclude(user=user)
        if not (seat.stand_in or seat.since > today or seat.post.covered_by_id or others.exists()):
            raise ValidationError(NOBODY_SITS, params={"post": seat.post})
        lock(seat)
        if seat.since > today:
            take("take_back_seat", seat, by=None, at=at)
        elif seat.until != today:
            seat.until = today
            seat.save(update_fields=["until"])
            write("end_seat", seat, by=by, at=at)
    for seat in Seat.objects.filter(user=user, status=SeatState.PROPOSED):
        take("drop_seat", seat, by=None, at=at)


def _hand_hats(user, successor):
    """The roles for a place that somebody else has from now on."""
    handed = []
    for hat in Hat.objects.filter(user=user, role__in=HANDED).select_related("organisation"):
        where = {"role": hat.role, "organisation": hat.organisation}
        Hat.objects.get_or_create(user=successor, **where)
        hat.delete()
        handed.append(f"{hat.role} {hat.organisation}")
    return handed


@transaction.atomic
def open_account(user, *, by, at):
    """Switches it on again. Twice is once. What ended with it, sessions, links and seats, stays ended."""
    lock(user)
    user.refresh_from_db()
    require(may_change, user, by=by, at=at)
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    write("open_account", user, by=by, at=at)


def no_administrators():
    """Whoever can sign in and is no administrator."""
    return User.objects.filter(is_active=True).exclude(pk__in=administrators().values("pk"))


def who_may_follow(user, by):
    """Those who are at home where the person is, or has a role."""
    places = [user.organisation_id, *Hat.objects.filter(user=user).values_list("organisation", flat=True)]
    there = no_administrators().filter(organisation__in=places)
    return there.exclude(pk__in=[user.pk, by.pk]).order_by("name", "pk")
