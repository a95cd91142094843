"""Two texts compared as Chinese is read: clause by clause, and within a clause by whole words and figures.

There is no dictionary: what makes a word is read off the two texts themselves.
"""

import re
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from django.utils.translation import gettext_lazy as _

LABELS = {"title": _("Title"), "situation": _("Situation"), "analysis": _("Analysis"), "advice": _("Advice")}
CLAUSE = re.compile(r"[^，。；：、！？\n]+[，。；：、！？]*|[，。；：、！？]+|\n+")
TOKEN = re.compile(r"\d+(?:[.,]\d+)*[%％‰]?|[A-Za-z]+|.", re.DOTALL)
HAN = re.compile(r"[\u4e00-\u9fff]")
ALONE_BEFORE = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]$")  # the last of an equal run, after a stop
ALONE_AFTER = re.compile(r"^[\u4e00-\u9fff](?![\u4e00-\u9fff])")
STOPS = ("", *"，。；：、！？\n")
# Characters that are words by themselves.
SINGLE = set(
    "的了和与及或并且已未不无也还都均就应须需可能要会将把被对在为由从向至到以按各每其该此这那我有是上下中内外后前省市县区镇乡村"
)
SHORTEST = 2  # an equal run of one character between two changes is chance, not agreement
LIKE = 0.4  # passages that share less than this are not versions of each other


def difference(old, new):
    """[(op, text)] with op equal, delete or insert; what was taken away stands before what came instead."""
    before, after, runs = CLAUSE.findall(old), CLAUSE.findall(new), []
    for op, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        was, now = "".join(before[a:b]), "".join(after[c:d])
        runs += [(was, now, True)] if op == "equal" else _within(was, now)
    runs = _joined(_shifted(_joined(runs)))
    return list(_segments(_joined(_whole_words(runs, old + new))))


def _within(old, new):
    """A passage that changed as runs of (old, new, whether they are equal)."""
    was, now = TOKEN.findall(old), TOKEN.findall(new)
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    runs = [("".join(was[a:b]), "".join(now[c:d]), op == "equal") for op, a, b, c, d in blocks]
    kept = sum(len(same) for same, _now, equal in runs if equal)
    return runs if kept >= LIKE * min(len(old), len(new)) else [(old, new, False)]


def _joined(runs):
    """Neighbours of a kind as one run; changes with next to nothing between them are one change."""
    runs = [run for run in runs if run[0] or run[1]]
    chance = {
        n for n in range(1, len(runs) - 1)
        if runs[n][2] and len(runs[n][0]) < SHORTEST and not (runs[n - 1][2] or runs[n + 1][2])
    }  # fmt: skip
    kinds = [(was, now, equal and n not in chance) for n, (was, now, equal) in enumerate(runs)]
    found = []
    for equal, group in groupby(kinds, key=lambda run: run[2]):
        parts = list(group)
        found.append(["".join(was for was, *_ in parts), "".join(now for _was, now, _ in parts), equal])
    return found


def _shifted(runs):
    """What was only added, or only taken away, begins after a stop where it can, else as late as it can."""
    for before, change, after in zip(runs, runs[1:], runs[2:], strict=False):
        which = 0 if change[0] else 1
        if change[2] or change[0] and change[1]:
            continue
        lead, moved, rest = _best_place(before[0], change[which], after[0])
        before[:2], change[which], after[:2] = [lead, lead], moved, [rest, rest]
    return runs


def _best_place(lead, moved, rest):
    while rest and moved[0] == rest[0] and lead[-1:] not in STOPS:
        lead, moved, rest = lead + moved[0], moved[1:] + moved[0], rest[1:]
    return lead, moved, rest


def _whole_words(runs, both):
    """A change takes along the character beside it that makes a word with it, or would stand there alone."""
    for before, change in pairwise(runs):
        if not before[2] or change[2]:
            continue
        if ALONE_BEFORE.search(before[0]) and before[0][-1] not in SINGLE:
            _take(before, change, -1)
    for change, after in pairwise(runs):
        if change[2] or not after[2]:
            continue
        if ALONE_AFTER.match(after[0]) and after[0][0] not in SINGLE:
            _take(after, change, 0)
    for n, change in enumerate(runs):
        if not change[2] and _part_of_a_word(*change[:2]):
            before = runs[n - 1] if n else ["", "", True]
            after = runs[n + 1] if n + 1 < len(runs) else ["", "", True]
            left, right = (
                _together(*place, change, both) for place in ((before[0][-1:], 1), (after[0][:1], 0))
            )
            if right and right >= left:
                _take(after, change, 0)
            elif left:
                _take(before, change, -1)
    return runs


def _take(equal, change, place):
    """Moves one character from an equal run into the change beside it."""
    character = equal[0][place]
    if place:
        equal[:2] = equal[0][:-1], equal[1][:-1]
        change[:2] = character + change[0], character + change[1]
    else:
        equal[:2] = equal[0][1:], equal[1][1:]
        change[:2] = change[0] + character, change[1] + character


def _part_of_a_word(was, now):
    changed = {part for part in (was, now) if part}
    return all(len(part) == 1 and HAN.match(part) for part in changed) and not changed <= SINGLE


def _together(neighbour, before, change, both):
    """How often a changed character is met beside its neighbour: 0 where they cannot be a word."""
    if not HAN.match(neighbour) or neighbour in SINGLE:
        return 0
    pairs = [neighbour + part if before else part + neighbour for part in change[:2] if part]
    return max(both.count(pair) for pair in pairs)


def _segments(runs):
    for was, now, equal in runs:
        if equal:
            yield "equal", was
        else:
            yield from (part for part in (("delete", was), ("insert", now)) if part[1])


def part(old, new, name):
    """(segments, whether it changed) of one part of two texts."""
    was, now = getattr(old, name), getattr(new, name)
    return difference(was, now), was != now


def parts(old, new):
    """[(label, segments, whether it changed)] of the title and of every other part that says something."""
    named = [(label, *part(old, new, name)) for name, label in LABELS.items()]
    return [each for each in named if each[1] or each is named[0]]
