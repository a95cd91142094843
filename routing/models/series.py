"""A series of the special report: what stands in its masthead, who gets it, which numbers it has given."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .recipients import Addressee


class Series(models.Model):
    """The special report, its extra issues, its digests: each is numbered by itself."""

    report = None  # the journal of a series is its own

    code = models.SlugField(unique=True)
    name = models.CharField(_("masthead"), max_length=30)
    issuer = models.CharField(_("issuer"), max_length=50)
    editing_office = models.CharField(_("editing office"), max_length=50)
    notice = models.CharField(_("notice at the top"), max_length=30, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("series of the special report")
        ordering = ["order", "id"]
        verbose_name_plural = "series"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("routing:edit_series", args=[self.pk])


class DefaultRecipient(Addressee):
    """Whom every new issue of a series is addressed to."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="recipients")

    class Meta(Addressee.Meta):
        constraints = [
            models.CheckConstraint(condition=Addressee.ONE_WAY, name="default_by_account_or_paper"),
            models.UniqueConstraint(fields=["series", "user"], name="one_default_once"),
        ]


class Numbering(models.Model):
    """The last number a series has given in a year; the row is locked meanwhile, so there are no gaps."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="numberings")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="one_counter_per_year")]

    def __str__(self):
        return f"{self.series} {self.year}: {self.last}"
