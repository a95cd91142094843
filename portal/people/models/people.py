"""People and the hats they wear: roles for themselves, and posts held or stood in for by date."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.people.states import ADMINISTRATORS, Party, Role, SeatState

from .organisations import Organisation


def doer(null: bool = False) -> models.ForeignKey:
    """The field that says who did something. Nobody is looked up by it, so it has no index."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", db_index=False
    )


class User(AbstractUser):
    """A person who can sign in. `name` is the whole name, as it is written in documents."""

    first_name = last_name = None
    name = models.CharField(_("name"), max_length=50)
    position = models.CharField(_("position"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    party = models.CharField(_("party"), max_length=20, choices=Party, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    language = models.CharField(max_length=10, default="zh-hans")
    # How often all sessions were ended. The database counts it up whenever the account is closed, whoever
    # closes it and by whatever statement (migration 0003), and never lets it go down.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    report = None  # the journal of a person is their own

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    get_short_name = get_full_name

    def get_session_auth_hash(self):
        """A session with another hash is over: after a new password, and after the account was closed."""
        told_apart = f"{self.password} {self.sessions_ended}"
        return salted_hmac("people.session", told_apart, algorithm="sha256").hexdigest()


class Hat(models.Model):
    """A role of one person, for an organisation where the role needs one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="hats")
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="hats")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "organisation"], name="hat_once"),
            # Separation of the three administrators (GB/T 22239-2019, 8.1.5).
            models.UniqueConstraint(
                fields=["user"], condition=Q(role__in=ADMINISTRATORS), name="one_administrator_role"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()} ({self.organisation})"


class Post(models.Model):
    """A place in the office that owes duties whoever sits in it, so that nothing waits for one person."""

    code = models.SlugField(primary_key=True)
    name = models.CharField(max_length=50)
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    # Whoever acts in that post acts in this one too on a day on which nobody sits here.
    covered_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="covers")

    def __str__(self):
        return self.name


# The days of a row, both included; without an end, all that come.
DAYS = Func("since", "until", Value("[]"), function="daterange", output_field=DateRangeField())


class AbsenceQuerySet(models.QuerySet):
    """Who is away, by date."""

    def on(self, day):
        return self.to_come(day).filter(since__lte=day)

    def to_come(self, day):
        """Now or later."""
        return self.filter(until__gte=day, taken_back=False)


class Absence(models.Model):
    """Somebody of the office is on leave from one day to another, both included, and sits nowhere then."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField()
    taken_back = models.BooleanField(default=False)  # before it began

    report = None  # the journal of an absence is its own

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_ends_after_it_begins"),
            ExclusionConstraint(
                expressions=[("user", "="), (DAYS, "&&")],
                condition=Q(taken_back=False),
                name="on_leave_once",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.since} – {self.until}"

    def get_absolute_url(self):
        return reverse("leave")


class SeatQuerySet(models.QuerySet):
    """Who sits where, by date."""

    def on(self, day):
        return self.to_come(day).filter(since__lte=day)

    def present(self, day):
        """Those who sit there that day and are not on leave."""
        return self.on(day).exclude(Exists(Absence.objects.on(day).filter(user=OuterRef("user"))))

    def to_come(self, day):
        """Now or later."""
        return self.filter(Q(until=None) | Q(until__gte=day), status=SeatState.NAMED, user__is_active=True)


class Seat(models.Model):
    """One person in one post from one day to another, both included, as holder or as stand-in."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    stand_in = models.BooleanField(default=False)
    status = models.CharField(
        max_length=10, choices=SeatState, default=SeatState.NAMED, editable=False
    )  # counts only as named
    # Named together with somebody's leave, and ended with it.
    absence = models.ForeignKey(Absence, models.CASCADE, null=True, related_name="stand_ins")

    report = None  # the journal of seats is their own

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        ordering = ["post", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="seat_ends_after_it_begins"
            ),
            # Stand-ins named with a leave aside: of two who hold one post each may name the same person.
            ExclusionConstraint(
                expressions=[("post", "="), ("user", "="), (DAYS, "&&")],
                condition=Q(absence=None) & ~Q(status=SeatState.DROPPED),
                name="sits_there_once",
            ),
        ]

    def __str__(self):
        return f"{self.post}: {self.user}"

    def get_absolute_url(self):
        return reverse("posts")
