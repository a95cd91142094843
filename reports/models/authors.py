"""Whose report it is: people and organisations, in order, each with an exact share."""

from fractions import Fraction
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.people.models import ADMINISTRATORS, Hat, Organisation, Role, User
from reports.states import GONE


class Credit(NamedTuple):
    """One author as named by the first: a person or an organisation, known to the portal or not."""

    name: str
    user: User | None = None
    organisation: Organisation | None = None
    field: str = ""  # an expert's field, or what else says who this is
    share: Fraction | None = None  # None for all joint authors means equal shares

    @property
    def said(self):
        """30%; a share that is no whole per cent is said as the fraction it is: 1/3."""
        percent = self.share * 100
        return f"{percent}%" if percent.denominator == 1 else str(self.share)


def shared_out(first, joint):
    """[Credit] of all authors: the first has what the others leave."""
    equal = Fraction(1, len(joint) + 1)
    joint = [credit._replace(share=credit.share or equal) for credit in joint]
    return [first._replace(share=1 - sum(credit.share for credit in joint)), *joint]


# Nobody else is asked to be a joint author, and no administrator, whatever else they are.
AUTHORS = (Role.INFORMANT, Role.LIAISON, Role.CONVENER)


def possible_authors(people):
    """Those of these people who write reports."""
    return people.filter(is_active=True, pk__in=Hat.objects.filter(role__in=AUTHORS).values("user")).exclude(
        hats__role__in=ADMINISTRATORS
    )


ACCEPTED = Q(accepted_at__isnull=False)
ASKED = Q(accepted_at=None) & (Q(user__isnull=False) | Q(organisation__isnull=False))


class AuthorQuerySet(models.QuerySet):
    """Whose reports they are, and who has still to say so."""

    def of(self, hats):
        """Rows of this person, and of organisations that this person is liaison or convener of."""
        return self.filter(
            Q(user=hats.user) | Q(organisation__in=hats.own) if hats.own else Q(user=hats.user)
        )

    def accepted(self):
        """Those that open the report; the first author's always does."""
        return self.filter(ACCEPTED)

    def to_ask(self):
        """Those not yet accepted for whom somebody but the first author can answer."""
        speaking = Hat.objects.filter(role__in=(Role.LIAISON, Role.CONVENER)).values("organisation")
        theirs = Q(user__isnull=False) & ~Q(user=F("report__author")) | Q(
            user=None, organisation__in=speaking
        )
        return self.filter(theirs, accepted_at=None)

    def asked(self, hats):
        """Joint authorships of filed reports that this person is still to accept or decline."""
        theirs = Q(user=hats.user) | Q(user=None, organisation__in=hats.own)
        asked = self.to_ask().filter(theirs, report__submitted_at__isnull=False)
        asked = asked.exclude(report__status__in=GONE)
        return asked.select_related("report__author").order_by("id")


class Authors(models.Manager.from_queryset(AuthorQuerySet)):
    """Each with the account and the organisation, which whoever asks for authors names."""

    def get_queryset(self):
        return super().get_queryset().select_related("user", "organisation")


class Author(models.Model):
    """One of a report's authors, so that "whose reports" is one look-up, for people and for organisations.

    The first row is of whoever writes the report, with the account and the organisation it is filed for; the
    name is the byline. Joint authors have an account or an organisation where the portal knows one, which
    opens the report to them once they have accepted.
    """

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="authors", db_index=False
    )  # the unique constraint has an index
    position = models.PositiveSmallIntegerField()  # from 1
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, db_index=False)
    name = models.CharField(max_length=100)
    field = models.CharField(max_length=50, blank=True)
    # The share is a fraction of two whole numbers: a third stays a third.
    parts = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    # A joint author sees no more than the title before accepting; the first one has from the start.
    accepted_at = models.DateTimeField(null=True)

    objects = Authors()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["user", "report"], condition=ACCEPTED, name="reports_of_a_person"),
            models.Index(
                fields=["organisation", "report"], condition=ACCEPTED, name="reports_of_an_organisation"
            ),
            models.Index(fields=["user", "organisation"], condition=ASKED, name="authorships_to_accept"),
            models.Index(fields=["name"], name="authors_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="one_author_per_position"),
            models.CheckConstraint(
                condition=Q(position=1) | Q(user=None) | Q(organisation=None),
                name="a_person_or_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(parts__gte=1, parts__lte=F("of")), name="a_share_is_part_of_a_whole"
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def of_credit(cls, report, position, credit, accepted_at):
        share = {"parts": credit.share.numerator, "of": credit.share.denominator}
        return cls(
            report=report, position=position, user=credit.user, organisation=credit.organisation,
            name=credit.name, field=credit.field, accepted_at=accepted_at, **share,
        )  # fmt: skip

    @property
    def share(self):
        return Fraction(self.parts, self.of)

    @property
    def credit(self):
        return Credit(*(getattr(self, name) for name in Credit._fields))
