"""Appointments of invited informants (特邀信息员聘任): a term, a field, an officer to turn to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.models import Seat, User, doer
from portal.people.rules import OFFICE, in_office
from reports.states import AppointmentState


def office_people(day):
    """Whoever may be the contact officer of somebody: those who work on reports on that day."""
    seated = Seat.objects.on(day).filter(post__role__in=OFFICE).values("user")
    people = User.objects.filter(Q(hats__role__in=OFFICE) | Q(pk__in=seated), is_active=True)
    return people.distinct().order_by("id")


class AppointmentQuerySet(models.QuerySet):
    """Appointments by reader and by day."""

    def visible_to(self, hats):
        """The office, the contact officer, and whoever is appointed."""
        own = Q(person=hats.user) | Q(contact=hats.user)
        return self if in_office(hats) else self.filter(own)

    def within(self, first, last):
        """Terms that have a day between these two."""
        running = Q(ended_on=None) | Q(ended_on__gte=first) & Q(ended_on__gte=F("since"))
        return self.filter(running, since__lte=last, until__gte=first)

    def on(self, day):
        return self.within(day, day)

    def contact_of(self, user, day):
        """The present appointment of this person, with the officer to turn to; None without one."""
        return self.on(day).filter(person=user).select_related("contact").first()


class Appointment(models.Model):
    """One term of one person. A renewed one is another row, so that both are kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    field = models.CharField(_("field"), max_length=60)
    since = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True)  # its last day, where it was ended before its time
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=20, choices=AppointmentState, default=AppointmentState.CURRENT, editable=False
    )
    begun_at = models.DateTimeField()
    begun_by = doer()

    report = None  # its journal and its duty are its own

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        ordering = ["until", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="term_ends_after_it_begins"),
        ]

    def __str__(self):
        return _("%(name)s, %(field)s") % {"name": self.person, "field": self.field}

    def get_absolute_url(self):
        return reverse("reports:appointment", args=[self.pk])

    @property
    def number(self):
        return f"{timezone.localdate(self.begun_at).year}-{self.pk:03}"

    @property
    def renewed(self):
        return self.status == AppointmentState.RENEWED
