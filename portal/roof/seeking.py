"""One search over all that a person may see: by words, by names, by numbers as they stand on paper.

Each kind is asked as its own pages ask, so nothing is found that one could not open. The office searches the
texts of reports by their index and finds the rest by the reports; others have few rows, which are read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.pages.text import half_width
from portal.people.models import User
from portal.people.rules import in_office
from portal.people.states import ADMINISTRATORS
from portal.roof.menu import open_to
from reports.models import Consultation, Report, Text
from reports.search import MOST_WORDS, NUMBER, hits
from reports.states import GONE
from reports.views.lists import listed
from routing.models import Assignment, Directive, Filing, Issue, Piece

SHOWN = 8  # of each kind
ISSUE = re.compile(r"(?:([0-9]{4})年)?第?0*([1-9][0-9]{0,5})期")
SLIP = re.compile(r"[0-9]{4}-[0-9]+-([1-9][0-9]{0,8})")
FILING = re.compile(r".*[〔\[(【]([0-9]{4})[〕\])】]0*([1-9][0-9]{0,5})号?")


@dataclass(frozen=True)
class Sought:
    """Who searches, and for what."""

    hats: Any
    words: str

    @cached_property
    def plain(self):
        """As a number is read: half width, without spaces."""
        return "".join(half_width(self.words).split())

    @cached_property
    def reports(self):
        """The ids of the reports that match, of those that this person may see."""
        rows = Report.objects.visible_to(self.hats).order_by("-submitted_at", "-id")
        return hits(rows, self.words, office=in_office(self.hats))[0]

    def says(self, *fields):
        """Each of the words in one of these fields."""
        words = self.words.split()[:MOST_WORDS]
        return reduce(and_, (reduce(or_, (Q(**{f"{f}__icontains": w}) for f in fields)) for w in words))

    def about(self, *fields):
        """The office: what is about a report that matches. Others: what says it in these fields."""
        return Q(report__in=self.reports) if in_office(self.hats) else self.says(*fields)


def pages(sought):
    """What is called so in the language that is spoken."""
    items = [item for items in open_to(sought.hats).values() for item in items]
    words = sought.words.lower().split()
    return [item for item in items if all(word in str(item.label).lower() for word in words)]


def reports(sought):
    return listed(Report.objects.visible_to(sought.hats).filter(pk__in=sought.reports).order_by("-pk"))


def issues(sought):
    rows = Issue.objects.visible_to(sought.hats)
    if found := ISSUE.fullmatch(sought.plain):
        return rows.filter(number=found[2], **({"year": found[1]} if found[1] else {}))
    pieces = Piece.objects.filter(sought.about(*Text.PARTS), issue=OuterRef("pk"))
    return rows.filter(Exists(pieces.exclude(report__status__in=GONE)) | sought.says("series__name"))


def directives(sought):
    rows = Directive.objects.visible_to(sought.hats).with_subject().exclude(report__status__in=GONE)
    about = sought.about("report__title", "piece__title") | sought.says("text", "leader__name", "leader_name")
    return rows.filter(about).order_by("-written_on", "-pk")


def assignments(sought):
    rows = Assignment.objects.visible_to(sought.hats).exclude(report__status__in=GONE)
    rows = rows.select_related("report", "unit").order_by("-assigned_at", "-pk")
    if found := SLIP.fullmatch(sought.plain):
        return rows.filter(pk=found[1])
    number = NUMBER.fullmatch(sought.plain)
    return rows.filter(sought.about("report__title", "request") | Q(report=number and number[1]))


def filings(sought):
    rows = Filing.objects.visible_to(sought.hats).select_related("body")
    if found := FILING.fullmatch(sought.plain):
        return rows.filter(year=found[1], serial=found[2])
    return rows.filter(Q(pieces__report__in=sought.reports) | sought.says("number", "body__name")).distinct()


def matters(sought):
    rows = Consultation.objects.visible_to(sought.hats).select_related("station")
    number = Q(pk__in=Consultation.objects.numbered(sought.words))
    return rows.filter(number | sought.says("topic", "text", "station__name")).order_by("-begun_at", "-pk")


def people(sought):
    """For those who look after them: the office, and the administrators."""
    may = in_office(sought.hats) or sought.hats.has(*ADMINISTRATORS)
    rows = User.objects.select_related("organisation").order_by("-is_active", "name", "pk")
    return rows.filter(sought.says("name", "username", "organisation__name")) if may else rows.none()


def of_person(user, hats):
    """Where a person leads: the office to the reports, the administrators to the posts."""
    return reverse("reports:list", query={"q": user.name}) if in_office(hats) else reverse("posts")


def of_issue(issue, hats):
    """The office works on it, a leader reads it."""
    return issue.get_absolute_url() if in_office(hats) else reverse("routing:read", args=[issue.pk])


@dataclass(frozen=True)
class Kind:
    """What is found, how a row is called, and what stands beside it."""

    label: Any
    rows: Callable
    title: Callable = str
    beside: tuple = ()  # functions of a row
    address: Callable = lambda row, _hats: row.get_absolute_url()


REPORTS = Kind(
    _("Reports"), reports, lambda r: r.heading, (lambda r: r.number, lambda r: r.get_status_display())
)
KINDS = [
    Kind(_("Pages of the portal"), pages, lambda p: p.label, address=lambda page, _hats: page.url),
    REPORTS,
    Kind(_("Special report"), issues, str, (lambda i: i.get_status_display(),), of_issue),
    Kind(
        _("Directives"), directives, lambda d: d.about,
        (lambda d: d.by, lambda d: d.written_on, lambda d: d.get_status_display()),
    ),
    Kind(
        _("Assignments"), assignments, lambda a: a.report.heading,
        (lambda a: a.number, lambda a: a.unit, lambda a: a.get_status_display()),
    ),
    Kind(_("Filing upward"), filings, str, (lambda f: f.body, lambda f: f.get_status_display())),
    Kind(
        _("Consultations"), matters, str,
        (lambda m: m.number, lambda m: m.station, lambda m: m.get_status_display()),
    ),
    Kind(_("People"), people, lambda u: u.name, (lambda u: u.organisation, lambda u: u.phone), of_person),
]  # fmt: skip


def found(hats, words):
    """[(Kind, its rows, whether there are more)] of the kinds of which anything is found."""
    sought, groups = Sought(hats, words), []
    for kind in KINDS:
        rows = list(kind.rows(sought)[: SHOWN + 1])
        if rows:
            groups.append((kind, rows[:SHOWN], len(rows) > SHOWN))
    return groups
