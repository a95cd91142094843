"""The two ledgers: the journal says what happened, the duties say who owes what by when.

Everything anyone sees, hears or counts is read off these two tables. An entry is never changed: the
database refuses it, and each entry names the hash of the one before it in the same chain. Only a purge
of classified matter blanks its words, and the chain holds without them.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext

from portal.ledger.registry import LINES, OWED
from portal.ledger.rows import Line, Owed, Someone, Subject, Words
from portal.people.models import Hat, Organisation, Post, Role, doer
from portal.people.roles import Hats, acting

BLANKED = "\u2060sha256:"  # a mark that nobody can type: forms take out what is not seen
CODES = {
    "status",
    "reason",
    "text",
    "sign_by",
    "taken_by",
    "stands_in",
    "own_text",
}  # in `changes`, what is no free text


def sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def digest(words: str) -> str:
    """What the hash covers of a note, and what a purge leaves of it: so the chain holds without the words."""
    return words if not words or words.startswith(BLANKED) else BLANKED + sha256(words)


def bare(changes: dict[str, Any]) -> dict[str, Any]:
    """The same for what changed: codes and numbers stay, everything else becomes its digest."""
    plain = json.loads(json.dumps(changes, cls=DjangoJSONEncoder))
    return {
        key: value if key in CODES or isinstance(value, int | None) else digest(_in_words(value))
        for key, value in plain.items()
    }


def _in_words(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)


AHEAD = timedelta(days=90)
OPEN = Q(settled_at=None)
HOLDER: Any = {"on_delete": models.PROTECT, "null": True, "related_name": "duties", "db_index": False}


class AboutSubject(models.Model):
    """A row about a report, an issue, a directive or an assignment; `report` is the report it concerns."""

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", db_index=False)
    subject_id = models.PositiveBigIntegerField()
    subject: Any = GenericForeignKey("subject_type", "subject_id")
    report = models.ForeignKey(
        settings.REPORT_MODEL, models.PROTECT, null=True, related_name="%(class)s_set", db_index=False
    )

    class Meta:
        abstract = True


class AboutQuerySet(models.QuerySet[Any]):
    """Rows of a ledger by what they are about."""

    def about(self, subject: Any) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)


class Entry(AboutSubject):
    """One line of the journal. `kind` is the step's name; `chain` is the report's, else the subject's own."""

    kind = models.CharField(max_length=30)
    actor = doer(null=True)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    chain = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AboutQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="one_entry_per_position")]
        indexes = [
            models.Index(fields=["report"], name="entries_of_a_report"),
            models.Index(fields=["subject_type", "subject_id"], name="entries_about_a_subject"),
            models.Index(fields=["kind", "at"], name="entries_by_kind_and_date"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.position} {self.kind}"

    @property
    def line(self) -> Line:
        """The row that says all that is true of entries of this kind."""
        return LINES[self.kind]

    @property
    def who(self) -> str:
        """Whoever made it, in which capacity; empty where it follows from something else."""
        name = self.actor.name if self.actor else ""
        return gettext("%(name)s (acting)") % {"name": name} if "stands_in" in self.changes else name

    def computed_hash(self) -> str:
        """SHA-256 over everything the entry says, words by their digests, and the hash of the one before."""
        said = [
            self.chain, self.position, self.kind, self.subject_type_id, self.subject_id,
            self.report_id, self.actor_id, int(self.at.timestamp() * 1_000_000), digest(self.note),
            bare(self.changes), self.previous_hash,
        ]  # fmt: skip
        return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False))

    @property
    def blanked(self) -> bool:
        """Whether a purge has taken its words."""
        return any(str(words).startswith(BLANKED) for words in (self.note, *self.changes.values()))


class Untold(models.Model):
    """An entry of which nobody has been told yet: written with it, and gone in the transaction that tells.

    So news is found without reading the journal, and an entry whose transaction ends late is never passed by.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True)

    def __str__(self) -> str:
        return str(self.entry)


def _waiting() -> Q:
    """Duties that wait for another's move: whoever owes them can do nothing until then."""
    return reduce(or_, (Q(kind=row.kind) & row.waits() for row in OWED.values() if row.waits), Q(pk=None))


class DutyQuerySet(AboutQuerySet):
    """What is owed."""

    def open(self) -> Self:
        return self.filter(settled_at=None)

    def owed_by(self, hats: Hats) -> Self:
        return self.open().filter(Q(person=hats.user) | Q(post__in=hats.posts) | Q(unit__in=hats.units))

    def nearest(self, subjects: Iterable[Subject]) -> dict[int, "Duty"]:
        """{id: the open duty due first} of many subjects of one kind, in one query."""
        about = self.open().filter(subject_type__model__in={s._meta.model_name for s in subjects})
        duties = about.filter(subject_id__in=[s.pk for s in subjects])
        duties = duties.select_related("person", "post", "unit").order_by("-due_at", "-id")
        return {duty.subject_id: duty for duty in duties}

    def on_desk(self, hats: Hats, at: datetime) -> Self:
        """What this person owes within AHEAD; what is due later, such as the end of a term, has its list."""
        return self.owed_by(hats).filter(due_at__lt=at + AHEAD)

    def with_rest(self) -> Self:
        """Adds `rests`, whether it waits for another's move."""
        rests = Case(When(_waiting(), then=Value(True)), default=Value(False))
        return self.annotate(rests=rests)

    def to_act_on(self) -> Self:
        return self.exclude(_waiting())

    def with_matter(self) -> Self:
        """Adds `matter_type` and `matter_id`, what it is about: its subject, or what that is part of."""
        parts = {row.kind: row.part_of for row in OWED.values() if row.part_of}
        kinds = {kind: ContentType.objects.get_for_model(model).pk for kind, (model, _id) in parts.items()}
        types = [When(kind=kind, then=Value(pk)) for kind, pk in kinds.items()]
        ids = [When(kind=kind, then=pk) for kind, (_model, pk) in parts.items()]
        return self.annotate(
            matter_type=Case(*types, default=F("subject_type_id"), output_field=models.BigIntegerField()),
            matter_id=Case(*ids, default=F("subject_id"), output_field=models.BigIntegerField()),
        )

    def stranded(self, day: date) -> Self:
        """Open duties of which no holder could do them that day: an alarm for the office."""
        vacant = [code for code, people in acting(day).items() if not people]
        officer = Hat.objects.filter(role=Role.OFFICER, organisation=OuterRef("unit"), user__is_active=True)
        nobody = Q(person__is_active=False) | Q(post__in=vacant) | Q(unit__isnull=False) & ~Q(Exists(officer))
        for row in OWED.values():
            nobody |= row.out_of_reach(day)
        return self.open().filter(nobody)

    def late(self, at: datetime) -> Self:
        return self.open().filter(due_at__lt=at)

    def mark_answered(self, kind: str, at: datetime) -> None:
        """Those of this kind settled at this very moment, which was the unit's own act."""
        self.filter(kind=kind, settled_at=at).update(answered=True)


class Duty(AboutSubject):
    """Somebody owes one move by a date: a person, whoever sits in a post, or a handling unit."""

    kind = models.CharField(max_length=30)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, **HOLDER)
    post = models.ForeignKey(Post, **HOLDER)
    unit = models.ForeignKey(Organisation, **HOLDER)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()  # stays when the date is extended
    rule = models.CharField(max_length=30)  # the row of deadlines the date comes from
    reckoning = models.JSONField(default=list)  # day by day: [date, counted, reason, name]
    named = models.JSONField(null=True)  # of a day set by hand: {by, why, leader, agreed}
    provisional = models.BooleanField(default=False)
    remind_at = models.DateTimeField()  # the first reminder, before the date
    settled_at = models.DateTimeField(null=True)
    settled_by = doer(null=True)
    late = models.BooleanField(null=True)  # written once, when settled
    answered = models.BooleanField(default=False)  # settled by the unit's own act: signed for, replied
    waited = models.BooleanField(default=False)  # for others, while it was open

    part_of: Any = None  # what its subject is part of, once that was looked up

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, post=None, unit=None)
                | Q(person=None, post__isnull=False, unit=None)
                | Q(person=None, post=None, unit__isnull=False),
                name="duty_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, late=None) | Q(settled_at__isnull=False, late__isnull=False),
                name="lateness_written_when_settled",
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind"],
                condition=OPEN,
                name="one_open_duty_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=OPEN, name="open_duties_by_date"),
            models.Index(fields=["remind_at"], condition=OPEN, name="open_duties_by_reminder"),
            models.Index(fields=["person", "due_at"], condition=OPEN, name="open_duties_of_a_person"),
            models.Index(fields=["post", "due_at"], condition=OPEN, name="open_duties_of_a_post"),
            models.Index(fields=["unit", "due_at"], condition=OPEN, name="open_duties_of_a_unit"),
            models.Index(fields=["report", "due_at"], condition=OPEN, name="open_duties_of_a_report"),
            models.Index(fields=["subject_type", "subject_id"], name="duties_about_a_subject"),
            models.Index(
                fields=["kind", "due_at"],
                condition=Q(unit__isnull=False),
                name="duties_of_units_by_date",
                include=["unit", "first_due_at", "settled_at", "late", "answered", "waited", "report"],
            ),  # fmt: skip
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.holder})"

    @property
    def row(self) -> Owed:
        return OWED[self.kind]

    @property
    def act(self) -> Words:
        """What is to be done."""
        return self.row.label

    @property
    def url(self) -> str:
        """Where it is done."""
        return self.row.page(self) if self.row.page else self.subject.get_absolute_url()

    @property
    def holder(self) -> Someone | None:
        return self.person or self.post or self.unit

    @property
    def extended(self) -> bool:
        return self.due_at != self.first_due_at
