"""A name in the one form in which it is compared, however people write it."""

import re
import unicodedata

from django.db.models import Exists, F, Func, OuterRef, Q, Value

from portal.people.models import OtherName

# Spaces of all widths between Han characters, and the dots between the parts of Uyghur and Kazakh names.
BETWEEN = r"[\s\u00a0\u3000·•・･‧∙⋅．.]"
_PATTERN = BETWEEN.replace(r"\u00a0", "\u00a0").replace(r"\u3000", "\u3000")


def folded(name):
    """Without what stands between, full-width letters as ordinary ones, in small letters."""
    return re.sub(BETWEEN, "", unicodedata.normalize("NFKC", name)).casefold()


def _folding(field):
    return Func(F(field), Value(_PATTERN), Value(""), Value("g"), function="regexp_replace")


def called(people, words):
    """Those of a queryset of people whose name, or another name of theirs, has these words in it."""
    sought = folded(words)
    others = OtherName.objects.annotate(folded=_folding("name")).filter(folded__icontains=sought)
    there = Exists(others.filter(user=OuterRef("pk")))
    return people.annotate(folded=_folding("name")).filter(Q(folded__icontains=sought) | there)
