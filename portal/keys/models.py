"""Second factors, which roles need one from when on, and proposals to switch somebody's off."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.keys.states import Kind, SwitchState
from portal.people.models import Role, doer


class KeyQuerySet(models.QuerySet):
    """What people have besides their passwords."""

    def there(self):
        return self.filter(ended_at=None)

    def factors(self):
        """Without the codes, which only help where the others are lost."""
        return self.there().exclude(kind=Kind.CODES)


class Key(models.Model):
    """Something that somebody has besides a password. One that has ended stays, without its secret."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="keys")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=50)
    # Of an app its secret in base32, of a passkey its credential in base64 (no secret at all), of codes the
    # digests of those not used yet.
    secret = models.TextField(blank=True)
    # Of an app the last half minute that was accepted, of a passkey how often it has signed.
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    report = None  # the journal of a key is its own

    objects = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("second factor")
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(kind=Kind.CODES, ended_at=None), name="one_set_of_codes"
            ),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(secret=""), name="no_secret_once_ended"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("keys")


class Demand(models.Model):
    """Whether a role needs a second factor, since that day; a later row supersedes it. None is changed."""

    role = models.CharField(max_length=20, choices=Role)
    needed = models.BooleanField()
    since = models.DateField()
    set_by = doer()
    set_at = models.DateTimeField()

    report = None  # the journal of a demand is its own

    class Meta:
        verbose_name = _("who needs a second factor")
        ordering = ["since", "id"]

    def __str__(self):
        return self.get_role_display()

    def get_absolute_url(self):
        return reverse("second_factors")


class SwitchOff(models.Model):
    """One administrator proposes that somebody's second factors be switched off, another confirms it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=10, choices=SwitchState, default=SwitchState.PROPOSED, editable=False
    )
    proposed_by = doer()

    report = None  # the journal of it is its own

    class Meta:
        verbose_name = _("switching off")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(status=SwitchState.PROPOSED), name="switched_off_once"
            ),
        ]

    def __str__(self):
        return self.user.name

    def get_absolute_url(self):
        return reverse("second_factors")
