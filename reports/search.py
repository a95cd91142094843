"""Finding reports by Chinese words, on plain PostgreSQL.

The database keeps the pairs of neighbouring characters of every report in a generated column with an index
(see the migration). A word is looked up by its own pairs and then checked in the text itself, so nothing is
missed and nothing wrong is found.
"""

import re
from collections import defaultdict
from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from django.utils.html import format_html, format_html_join

from portal.pages.text import half_width
from portal.people.models import Organisation, User
from reports.models import Author, Report, Text
from reports.states import State

NUMBER = re.compile(r"第?(?:\d{4}-)?0*([1-9]\d{0,8})号?", re.ASCII)
MOST_WORDS = 5
MOST_HITS = 300  # are read; who finds more says more
BEFORE, AFTER = 30, 90  # characters of a snippet around the first hit
TABLE = Report._meta.db_table
WHOLE = " || chr(10) || ".join(f"{TABLE}.{part}" for part in Text.PARTS)


def hits(rows, words, *, office=False):
    """(ids of what matches among `rows`, the newest first; whether there may be more).

    Looks at no more than MOST_HITS reports that the index names, because reading texts is what takes time.
    """
    rows = rows.prefetch_related(None)
    named = rows.filter(matching(words, office=office, read=False)).values_list("pk", flat=True)
    named = list(named[: MOST_HITS + 1])
    found = rows.filter(pk__in=named[:MOST_HITS]).filter(matching(words, office=office))
    found = [*_drafts(rows, words), *found.values_list("pk", flat=True)]
    return found, len(named) > MOST_HITS


def _drafts(rows, words):
    """One's own drafts, whose words no index knows: they are few, and read."""
    drafts = rows.filter(status=State.DRAFT)
    for word in words.split()[:MOST_WORDS]:
        drafts = drafts.filter(reduce(or_, (Q(**{f"draft__{part}__icontains": word}) for part in Text.PARTS)))
    return drafts.values_list("pk", flat=True)


def matching(words, *, office=False, read=True):
    """A Q for `Report`: each of the words in its text or among its names, or all of it is its number.

    Names are its author's, its joint authors', its organisation's, and whose it was written down for; for the
    office its editor's too. With `read`, the texts are read; else the index alone is asked, which may name
    one that only has the pairs.
    """
    each = words.split()[:MOST_WORDS]
    named = _named(each, office)
    found = reduce(and_, (_contains(word, read) | named(word) for word in each))
    if number := NUMBER.fullmatch(half_width(words)):
        found |= Q(pk=int(number[1]))
    return found


def _named(words, office):
    """Looked up beforehand: the index of reports can be asked for numbers, not for names in other tables."""
    people, theirs = defaultdict(list), defaultdict(list)
    for name, pk in User.objects.filter(name__in=words).values_list("name", "pk"):
        people[name].append(pk)
    for name, pk in Author.objects.filter(name__in=words).values_list("name", "report"):
        theirs[name].append(pk)
    stands_in = reduce(or_, (Q(name__icontains=word) for word in words if len(word) > 1), Q(pk__in=()))
    places = list(Organisation.objects.filter(stands_in).values_list("name", "pk"))

    def named(word):
        own = [pk for name, pk in places if word.lower() in name.lower() and len(word) > 1]
        found = Q(author__in=people[word]) | Q(pk__in=theirs[word]) | Q(organisation__in=own)
        return found | Q(taken_by__in=people[word]) if office else found

    return named


def _contains(word, read):
    cased = word.lower() != word.upper()
    whole, sought = (f"lower({WHOLE})", word.lower()) if cased else (WHOLE, word)
    in_text = Q(_true(f"strpos({whole}, %s) > 0", sought))
    pairs = " & ".join(_quoted(word.lower()[n : n + 2]) for n in range(len(word) - 1))
    indexed = Q(_true(f"{TABLE}.pairs @@ %s::tsquery", pairs))
    if not pairs:
        return in_text
    return indexed & in_text if read else indexed


def _true(condition, value):
    return RawSQL(condition, [value], output_field=BooleanField())


def _quoted(pair):
    """As PostgreSQL reads a lexeme in a tsquery."""
    return "'" + pair.replace("\\", "\\\\").replace("'", "''") + "'"


def marked(text, words):
    """The text with each of the words marked, as safe HTML."""
    pieces = _hits(words).split(text)  # plain, hit, plain, hit, plain
    pieces = ((format_html("<mark>{}</mark>", piece) if n % 2 else piece,) for n, piece in enumerate(pieces))
    return format_html_join("", "{}", pieces)


def snippet(report, words):
    """Where the first of the words stands in the text, marked; empty if none does."""
    for part in Text.PARTS[1:]:
        text = " ".join(getattr(report, part).split())
        if hit := _hits(words).search(text):
            start, end = max(0, hit.start() - BEFORE), hit.end() + AFTER
            ahead, behind = "…" * (start > 0), "…" * (end < len(text))
            return format_html("{}{}{}", ahead, marked(text[start:end], words), behind)
    return ""


def _hits(words):
    each = sorted(words.split()[:MOST_WORDS], key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, each))})", re.IGNORECASE)
