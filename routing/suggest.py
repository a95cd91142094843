"""Which units a matter may be for, each with the reason in words: nobody has to believe a list.

Four things speak for a unit: it owns the matter by the catalogue, it handled a similar report before, the
text names it, it had matters of this category. Whoever owns a matter stands before all others, a unit for
which nobody can sign in behind them. What is found for many reports costs as few queries as for one.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.people.models import Hat, Organisation, Role
from reports.models import Report
from reports.similar import in_common
from routing.models import Assignment, Competence

MOST = 4
CANDIDATES = 8  # earlier reports looked at for each one
# What a reason weighs. A similar report weighs up to 1 more, the share of the category's matters up to 1.
OWNS, SIMILAR, NAMED = 8, 3, 2
OFTEN = 2  # times that a word stands in a text which is about it
ENDING = re.compile("(委员会|办公室|局|委|办|支队|中心)$")
FIRST_PART = re.compile("(.{4,}?)[和与、]")

NEAREST = """
SELECT mine.id, other.id
FROM reports_report AS mine
CROSS JOIN LATERAL (
    SELECT near.id FROM reports_report AS near
    WHERE near.sketch && mine.sketch AND near.id <> mine.id AND EXISTS (
        SELECT FROM routing_assignment AS had
        WHERE had.report_id = near.id AND had.part = 'lead' AND had.assigned_at < %s
    )
    ORDER BY (SELECT count(*) FROM unnest(near.sketch) AS n WHERE n = ANY (mine.sketch)) DESC, near.id DESC
    LIMIT %s
) AS other
WHERE mine.id = ANY (%s)
"""


@dataclass(frozen=True)
class Suggestion:
    """A unit, and why."""

    unit: Organisation
    reasons: tuple[str, ...]


def units():
    """Handling units, with whether somebody can sign in who acts for it, and who at least reads for it."""
    people = Hat.objects.filter(organisation=OuterRef("pk"), user__is_active=True)
    return (
        Organisation.objects.standing()
        .filter(kind=Organisation.Kind.HANDLING_UNIT)
        .annotate(
            acts=Exists(people.filter(role=Role.OFFICER)),
            reads=Exists(people.filter(role__in=[Role.OFFICER, Role.HEAD])),
        )
    )


def named(unit):
    """Its name, with what to know before a matter is given to it."""
    if unit.acts:
        return unit.name
    words = _("%(unit)s (no officer can sign in)") if unit.reads else _("%(unit)s (nobody can sign in)")
    return words % {"unit": unit.name}


def suggest(reports, before=None):
    """{id: at most MOST suggestions, the likeliest first} for each of the reports; eight queries at most.

    `before` is the moment up to which the past is looked at.
    """
    past = Past(reports, before or timezone.now())
    return {report.pk: past.for_one(report) for report in reports}


def for_all(found):
    """Of suggestions for several reports: the units suggested most often, with the reasons first given."""
    times = Counter(one.unit for each in found.values() for one in each)
    first = {one.unit: one for each in reversed(found.values()) for one in each}
    often = sorted(times, key=lambda unit: (not unit.acts, -times[unit]))
    return [first[unit] for unit in often[:MOST]]


def instead(assignment):
    """For what a unit asks to return: the unit it names itself, then the likely ones; who can act, first."""
    leads = Assignment.objects.group_of(assignment).under_way().filter(part=Assignment.Part.LEAD)
    better = units().filter(pk=assignment.better_unit_id)
    named = [Suggestion(unit, (_("named by the unit that asks"),)) for unit in better]
    rest = suggest([assignment.report])[assignment.report_id]
    skip = {assignment.unit_id, assignment.better_unit_id, *leads.values_list("unit", flat=True)}
    found = [*named, *(one for one in rest if one.unit.pk not in skip)]
    return sorted(found, key=lambda one: not one.unit.acts)[:MOST]


class Past:
    """What the units had until a moment, as far as it says something about these reports."""

    def __init__(self, reports, before):
        self.reports, self.before = reports, before
        self.leads = Assignment.objects.filter(part=Assignment.Part.LEAD, assigned_at__lt=before)
        self.units = {unit.pk: unit for unit in units()}

    def for_one(self, report):
        weights, reasons = Counter(), defaultdict(list)
        for unit, weight, reason in [
            *self.owners(report),
            *self.similar(report),
            *self.named(report),
            *self.usual(report),
        ]:
            weights[unit] += weight
            reasons[unit].append(reason)
        best = sorted(weights, key=lambda unit: (not self.units[unit].acts, -weights[unit], unit))[:MOST]
        return [Suggestion(self.units[unit], tuple(reasons[unit])) for unit in best]

    def owners(self, report):
        """Each unit once, for the line of the catalogue that the text speaks of most."""
        text, found = "".join(report.parts().values()), {}
        for line in self.catalogue:
            if spoken := speaks_of(line, report.title, text):
                found[line.unit_id] = max(
                    found.get(line.unit_id, (0, "", "")), (spoken, line.matter, line.source)
                )
        for unit, (spoken, matter, source) in found.items():
            said = {"matter": matter, "source": source}
            yield unit, OWNS + min(spoken, 9) / 10, _("owns “%(matter)s” (%(source)s)") % said

    @cached_property
    def catalogue(self):
        return list(Competence.objects.in_force().filter(unit__in=self.units))

    def similar(self, report):
        """Each unit once, for the report that resembles this one most."""
        found = {}
        for other in self.near[report.pk]:
            for unit in self.had[other.pk] & self.units.keys():
                share = max(in_common(report.parts(), other.parts()))
                found[unit] = max(found.get(unit, (0, "")), (share, other.number))
        for unit, (share, number) in found.items():
            if share:
                yield unit, SIMILAR + share / 100, _("handled %(number)s, similar") % {"number": number}

    @cached_property
    def near(self):
        """{id: earlier reports that units had and that share something with it}"""
        with connection.cursor() as cursor:
            cursor.execute(NEAREST, [self.before, CANDIDATES, [report.pk for report in self.reports]])
            pairs = cursor.fetchall()
        rows = Report.objects.in_bulk({other for _mine, other in pairs})
        near = defaultdict(list)
        for mine, other in pairs:
            near[mine].append(rows[other])
        return near

    @cached_property
    def had(self):
        """{id of an earlier report: the units that answered for it}"""
        others = {other.pk for rows in self.near.values() for other in rows}
        had = defaultdict(set)
        for report, unit in self.leads.filter(report__in=others).values_list("report", "unit"):
            had[report].add(unit)
        return had

    def named(self, report):
        text = "".join(report.parts().values())
        for unit in self.units.values():
            if word := next((name for name in names(unit.name) if name in text), None):
                yield unit.pk, NAMED, _("named in the text: “%(word)s”") % {"word": word}

    def usual(self, report):
        """Those that had matters of the same category, by how many of them."""
        total = sum(self.counts[report.category].values())
        for unit, times in self.counts[report.category].items():
            words = ngettext("had %(n)d such matter", "had %(n)d such matters", times) % {"n": times}
            yield unit, times / total, words

    @cached_property
    def counts(self):
        """{category: {unit: how many}}, of other reports than these."""
        rows = self.leads.filter(
            unit__in=self.units, report__category__in={report.category for report in self.reports}
        )
        rows = rows.exclude(report__in=[report.pk for report in self.reports])
        counts = defaultdict(Counter)
        for category, unit, times in rows.values_list("report__category", "unit", Count("pk")).order_by():
            counts[category][unit] = times
        return counts


def speaks_of(line, title, text):
    """How much a text is about a line of the catalogue: words in the title count twice; 0 if it is not."""
    in_title = [word for word in line.word_list if word in title]
    often = [word for word in line.word_list if text.count(word) >= OFTEN]
    return 2 * len(in_title) + len(often)


def names(name):
    """How a text may call a unit: 生态环境局, 生态环境部门; 自然资源和规划局 also 自然资源部门."""
    stem = ENDING.sub("", name)
    part = FIRST_PART.match(stem)
    stems = [stem, part[1]] if part else [stem]
    return [name, *(f"{stem}{ending}" for stem in stems for ending in ("部门", "局", "委"))]
