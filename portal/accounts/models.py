"""Ways into an account without its password, passwords that were used, and who has asked for a link."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.accounts.states import Kind, Standing
from portal.people.models import User, doer


def standing(which):
    """The accounts that stand so, as a condition."""
    return {
        Standing.NEW: Q(is_active=True, last_login=None),
        Standing.IN_USE: Q(is_active=True, last_login__isnull=False),
        Standing.CLOSED: Q(is_active=False),
    }[which]


def standing_of(user):
    if not user.is_active:
        return Standing.CLOSED
    return Standing.IN_USE if user.last_login else Standing.NEW


def state_of(user):
    """What a way in hangs on: another password, a closed account or another mail address ends it."""
    told_apart = f"{user.get_session_auth_hash()} {user.email}"
    return salted_hmac("accounts.way", told_apart, algorithm="sha256").hexdigest()


def hashed(code):
    """Of random letters nobody can try all without the portal's key, so a quick hash does."""
    return salted_hmac("accounts.code", code, algorithm="sha256").hexdigest()


class Way(models.Model):
    """A link or a code by which a person sets a password, once. The newest of its kind is the only one.

    A link is the signed number of its row; a code stands here as a keyed hash.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="ways")
    kind = models.CharField(max_length=10, choices=Kind)
    given_at = models.DateTimeField()
    given_by = doer(null=True)  # None where it was asked for at the door
    until = models.DateTimeField()
    state = models.CharField(max_length=64)
    code = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["user", "kind", "-id"], name="newest_way_of_a_person")]

    def __str__(self):
        return f"{self.user}: {self.get_kind_display()}"

    def opens_with(self, code):
        return constant_time_compare(self.code, hashed(code))


class OldPassword(models.Model):
    """The hash of a password that a person has had, the present one too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="old_passwords")
    password = models.CharField(max_length=128)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return str(self.user)


class Asked(models.Model):
    """A name for which a link was asked for at the door, known or not, until the clock has looked at it."""

    name = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name
