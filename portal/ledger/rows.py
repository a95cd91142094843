"""The rows of which procedures are made: a line of the journal, a step, a duty, and who holds it.

Everything that is true of a step or a duty stands in its row. What must never be forgotten (who may, who is
told, what the author sees, who does it when its holder is gone) has no default, so that a row without it does
not import.
"""

from collections.abc import Callable, Iterable, Set
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar, NamedTuple, Protocol

from django.db.models import Manager, Model, Q, QuerySet
from django.db.models.options import Options
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.days.deadlines import Due
from portal.days.workdays import Calendar
from portal.ledger.forms import NoteForm
from portal.people.models import Organisation, Post, User
from portal.people.roles import Hats
from portal.people.rules import nobody

Words = str | Promise
Someone = User | Post | Organisation  # who may owe something
# A row is written for one kind of subject, and its functions take that one: `Any` here.
Rule = Callable[[Hats, Any], bool]
Able = Callable[[date], QuerySet[User]]  # the persons who could do something that day
Context = dict[str, Any]  # of a template


class Subject(Protocol):
    """What goes through a procedure: a row of a model with a status, and with the report that it concerns."""

    objects: ClassVar[Manager[Any]]
    _meta: ClassVar["Options[Any]"]
    pk: Any
    status: str
    report: Any


class Sees(Enum):
    """What the authors of a report see of a line in its journey.

    Of a piece that several reports were worked up into, the authors of the others see OWN lines never: before
    the signature it is not theirs.
    """

    NOTHING = _("nothing")
    LINE = _("that it happened")
    WORDS = _("that it happened, and the words")
    OWN_LINE = _("of the own report, that it happened")
    OWN_WORDS = _("of the own report, that it happened, and the words")

    @property
    def words(self) -> bool:
        """Whether they read what was said, too."""
        return self in (Sees.WORDS, Sees.OWN_WORDS)

    @property
    def own(self) -> bool:
        return self in (Sees.OWN_LINE, Sees.OWN_WORDS)


class Tell(NamedTuple):
    """Who hears of it, in which words; they may name %(number)s, %(issue)s, and %(what)s the entry says."""

    circle: Callable[[Any], Iterable[User | None]]  # entry -> people, or None for one who is not there
    words: Words
    leads_to: Callable[[Any, Hats], str] | None = None  # a page, if not the subject


NOBODY = None  # for `tell`: it is news to nobody, or whoever has it next finds the duty on the desk


def nothing(_about: object) -> str:
    return ""


def always(_subject: object, _at: datetime, _calendar: Calendar) -> bool:
    return True


def to(name: str) -> Callable[[object], str]:
    """For `then`: one lands on the page of this name."""
    return lambda _subject: reverse(name)


@dataclass(frozen=True, eq=False)
class Line:
    """A line of the journal: something that happened to a subject, whether or not it is a step of it."""

    name: str
    label: Words
    _: KW_ONLY
    tell: Tell | None
    author: Sees
    says: Callable[[Any], Words] = nothing  # what an entry names besides its words: a unit, a ground, a day
    inside: Callable[[Any], Words] = nothing  # the same, for the office and the units only
    aside: bool = False  # changes nothing of what is decided on
    erases: bool = False  # takes the words of the entries before it, of which their digests stay

    @property
    def past(self) -> Words:
        """What the journal calls it."""
        return self.label


@dataclass(frozen=True, eq=False)
class Step(Line):
    """A move: from these statuses to that one (None: it stays), by whoever `may`.

    A step without a verb has no page: it is part of another act, or follows from it or from the clock.
    """

    sources: Set[str]
    target: str | None
    _: KW_ONLY
    may: Rule
    verb: Callable[..., Any] | None = None  # subject, by, at and what the form asks for
    form: type[Form] = NoteForm
    # Its own page in place of the usual one.
    page: Callable[[HttpRequest, Any, "Step", Form], HttpResponse] | None = None
    among: Callable[[Hats], QuerySet[Any]] | None = None  # where the subject is looked up, if not as usual
    formerly: Rule = nobody  # who may have had it a moment ago, and is shown what was typed
    # What is decided on, if not as usual.
    beside: Callable[[HttpRequest, Any], Context] | None = None
    hint: Words | Callable[[Any], Words] = ""  # what it does; subject -> words where that depends
    help: Words = ""  # what its page is for, if more is to be said than of every step
    warning: Words = ""  # what it does that cannot be taken back
    danger: bool = False
    then: Callable[[Any], str] = nothing  # the address one lands on, if not the page of the subject
    main: bool = False  # the act that moves the subject on
    at_once: bool = False  # asks nothing and commits to nothing: one press
    listed: bool = True  # offered on the page of the subject
    offered: Callable[[Any, datetime, Calendar], bool] = always  # whether it is of use now
    opinion: bool = False  # its words are read by whoever has the text next
    done: Words = ""  # what the journal calls it, if not as the button does
    undoes: str = ""  # the name of the step that it takes back, whose message offers it

    @property
    def past(self) -> Words:
        return self.done or self.label

    @property
    def follows(self) -> bool:
        """Whether nobody takes it: it follows from another step, or from the clock."""
        return self.may is nobody


@dataclass(frozen=True, eq=False)
class Holder:
    """Who owes something, and what becomes of it when they are gone."""

    of: Callable[[Any], Someone | None]  # None where nothing is owed
    words: Words
    gone: Words
    able: Able | None = None  # of persons: who could do it that day
    above: bool = True  # whether those above hear of it when it is late


def post(code: str, words: Words = "", when: Callable[[Any], Any] | None = None) -> Holder:
    """Whoever sits in this post; `when` says of which subjects it is owed, if not of all."""

    def of(subject: Any) -> Post | None:
        return Post(pk=code) if when is None or when(subject) else None

    return Holder(of, words or POSTS[code], _("whoever covers the post"))


def unit(of: Callable[[Any], Organisation | None], words: Words = "") -> Holder:
    def holder(subject: Any) -> Organisation | None:
        """Of a unit that was dissolved, whichever stands in its place."""
        found = of(subject)
        return found and found.heir

    return Holder(holder, words or _("the unit"), _("the office, until the unit has an officer"))


def person(of: Callable[[Any], User | None], words: Words, *, able: Able, gone: str, above: bool) -> Holder:
    """A person, or whoever sits in the post `gone` where that person can no longer sign in."""

    def holder(subject: Any) -> User | Post | None:
        found = of(subject)
        return found if not isinstance(found, User) or found.is_active else Post(pk=gone)

    return Holder(holder, words, POSTS[gone], able=able, above=above)


POSTS = {
    "clerk": _("the clerk on duty"), "vetter": _("the vetter"), "chair": _("the chair"),
    "signer": _("the signer"), "security": _("the security administrator"),
}  # fmt: skip


def anybody(_day: date) -> QuerySet[User]:
    """Whoever can sign in."""
    return User.objects.filter(is_active=True)


@dataclass(frozen=True, eq=False)
class Owed:
    """What is owed in a status: by whom, by which rule it is due, where it is done."""

    kind: str
    label: Words
    holder: Holder
    due: Callable[[Any, datetime, Calendar], Due]
    _: KW_ONLY
    page: Callable[[Any], str] | None = None  # where a duty is done, if not on the page of its subject
    # What its subject is part of, where several are one matter: a model, and an expression of its id.
    part_of: tuple[type[Model], Any] | None = None
    # Which of these duties wait for another's move: whoever owes them can do nothing until then.
    waits: Callable[[], Q] | None = None

    def out_of_reach(self, day: date) -> Q:
        """Duties of this kind whose person could not do them that day."""
        if self.holder.able is None:
            return Q(pk=None)
        return Q(kind=self.kind, person__isnull=False) & ~Q(person__in=self.holder.able(day).values("pk"))
