"""Two texts compared as Chinese is read: character by character, in runs long enough to make sense."""

from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

LABELS = {"title": _("Title"), "situation": _("Situation"), "analysis": _("Analysis"), "advice": _("Advice")}
SHORTEST = 2  # an equal run of one character between two changes is chance, not agreement


def difference(old, new):
    """[(op, text)] with op equal, delete or insert."""
    segments, deleted, inserted = [], "", ""
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal" and (b - a >= SHORTEST or not (deleted or inserted)):
            segments += [s for s in (("delete", deleted), ("insert", inserted)) if s[1]]
            segments.append(("equal", old[a:b]))
            deleted = inserted = ""
        else:
            deleted, inserted = deleted + old[a:b], inserted + new[c:d]
    return segments + [s for s in (("delete", deleted), ("insert", inserted)) if s[1]]


def parts(old, new):
    """[(label, segments, whether it changed)] for the four parts of two texts."""
    return [
        (label, difference(getattr(old, part), getattr(new, part)), getattr(old, part) != getattr(new, part))
        for part, label in LABELS.items()
        if part == "title" or getattr(old, part) or getattr(new, part)
    ]
