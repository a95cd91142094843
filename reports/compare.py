"""Two texts compared as Chinese is read: clause by clause, and within a clause by whole words and figures.

There is no dictionary: what makes a word is read off the two texts themselves. The matcher's time grows with
the square of what repeats itself, and with the cube where that alternates. So it has a stock of steps for all
that stands on one page, and what would need more than is left is shown whole, which the page says.
"""

import re
from collections import Counter
from difflib import Match, SequenceMatcher
from itertools import accumulate, groupby, pairwise, takewhile

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
STEPS = 2_000_000  # of the matcher on one page, a tenth of a microsecond each
LONGEST = 200_000  # characters of two texts together; a report has a hundredth of that
LIKE = 0.4  # passages that share less than this are not versions of each other


class Stock:
    """How much comparing is left for one page."""

    def __init__(self, steps=STEPS):
        self.steps = steps

    def take(self, steps):
        """Whether there is that much, which is gone then."""
        enough = steps <= self.steps
        self.steps -= steps if enough else 0
        return enough


class Segments(list):
    """[(op, text)] with op equal, delete or insert; what was taken away stands before what came instead."""

    whole = False  # whether a passage was too much to compare, and is shown as exchanged


class Matcher(SequenceMatcher):
    """Finds agreement as long as the stock lasts, then only what two passages begin and end with."""

    def __init__(self, old, new, stock):
        super().__init__(None, old, new, autojunk=False)
        self.stock, self.gave_up = stock, False
        self.cost = [0, *accumulate(1 + len(self.b2j.get(each, ())) for each in old)]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        if self.stock.take(self.cost[ahi] - self.cost[alo]):
            return super().find_longest_match(alo, ahi, blo, bhi)
        old, new = self.a[alo:ahi], self.b[blo:bhi]
        if head := _alike(old, new):
            return Match(alo, blo, head)
        tail = _alike(reversed(old), reversed(new))
        self.gave_up = self.gave_up or not tail
        return Match(ahi - tail, bhi - tail, tail)


def _alike(old, new):
    """How many are the same from the beginning."""
    return sum(1 for _same in takewhile(lambda both: both[0] == both[1], zip(old, new, strict=False)))


def difference(old, new, stock=None):
    """The segments of two texts: see `Segments`."""
    stock, found = stock or Stock(), Segments()
    runs, found.whole = _runs(old, new, stock)
    runs = _joined(_shifted(_joined(runs)))
    found += _segments(_joined(_whole_words(runs, old + new)))
    return found


def _runs(old, new, stock):
    """(runs of (old, new, whether they are equal), whether something is shown whole)"""
    if len(old) + len(new) > LONGEST:
        return [(old, new, old == new)], old != new
    before, after, runs = CLAUSE.findall(old), CLAUSE.findall(new), []
    matcher = Matcher(before, after, stock)
    for op, a, b, c, d in matcher.get_opcodes():
        was, now = "".join(before[a:b]), "".join(after[c:d])
        if op == "equal":
            runs.append((was, now, True))
        else:
            within, gave_up = _within(was, now, stock)
            runs += within
            matcher.gave_up = matcher.gave_up or gave_up
    return runs, matcher.gave_up


def _within(old, new, stock):
    """The same of a passage that changed."""
    was, now = TOKEN.findall(old), TOKEN.findall(new)
    matcher = Matcher(was, now, stock)
    blocks = matcher.get_opcodes()
    runs = [("".join(was[a:b]), "".join(now[c:d]), op == "equal") for op, a, b, c, d in blocks]
    kept = sum(len(same) for same, _now, equal in runs if equal)
    return (runs if kept >= LIKE * min(len(old), len(new)) else [(old, new, False)]), matcher.gave_up


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
    text, by, last = moved + rest, 0, lead[-1:]
    while by < len(rest) and text[by] == rest[by] and last not in STOPS:
        last, by = text[by], by + 1
    return lead + text[:by], text[by : by + len(moved)], rest[by:]


def _whole_words(runs, both):
    """A change takes along the character beside it that makes a word with it, or would stand there alone."""
    pairs = Counter(pairwise(both))
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
                _together(*place, change, pairs) for place in ((before[0][-1:], 1), (after[0][:1], 0))
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


def _together(neighbour, before, change, pairs):
    """How often a changed character is met beside its neighbour: 0 where they cannot be a word."""
    if not HAN.match(neighbour) or neighbour in SINGLE:
        return 0
    return max(pairs[(neighbour, part) if before else (part, neighbour)] for part in change[:2] if part)


def _segments(runs):
    for was, now, equal in runs:
        if equal:
            yield "equal", was
        else:
            yield from (part for part in (("delete", was), ("insert", now)) if part[1])


def part(old, new, name, stock):
    """(segments, whether it changed) of one part of two texts, of which all parts share one stock."""
    was, now = getattr(old, name), getattr(new, name)
    return difference(was, now, stock), was != now


def parts(old, new):
    """[(label, segments, whether it changed)] of the title and of every other part that says something."""
    stock = Stock()
    named = [(label, *part(old, new, name, stock)) for name, label in LABELS.items()]
    return [each for each in named if each[1] or each is named[0]]
