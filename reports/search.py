"""Finding reports by Chinese words, on plain PostgreSQL.

The database keeps the pairs of neighbouring characters of every report in a generated column with an index
(migration 0003). A word is looked up by its own pairs and then checked in the text itself, so nothing is
missed and nothing wrong is found.
"""

import re
from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from portal.models import User
from reports.models import Report, Text

NUMBER = re.compile(r"(?:\d{4}-)?0*([1-9]\d{0,8})", re.ASCII)
MOST_WORDS = 5


def matching(words):
    """A Q for `Report`: all of the words in its text, or its number, or its author's name."""
    found = reduce(and_, map(_contains, words.split()[:MOST_WORDS]))
    if number := NUMBER.fullmatch(words):
        found |= Q(pk=int(number[1]))
    if authors := list(User.objects.filter(name=words).values_list("pk", flat=True)):
        found |= Q(author__in=authors)
    return found


def _contains(word):
    in_text = reduce(or_, (Q(**{f"{part}__icontains": word}) for part in Text.PARTS))
    pairs = " & ".join(_quoted(word.lower()[n : n + 2]) for n in range(len(word) - 1))
    return in_text & Q(_indexed(pairs)) if pairs else in_text  # a single character has no pair


def _indexed(pairs):
    column = f"{Report._meta.db_table}.pairs"
    return RawSQL(f"{column} @@ %s::tsquery", [pairs], output_field=BooleanField())


def _quoted(pair):
    """As PostgreSQL reads a lexeme in a tsquery."""
    return "'" + pair.replace("\\", "\\\\").replace("'", "''") + "'"
