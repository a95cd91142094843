"""Words on their way to the printed page: titles in lines broken by sense, due dates."""

from collections import Counter
from itertools import pairwise

from portal.days import workdays
from portal.pages.chinese import chinese_day

TITLE_WIDTH = 20  # characters of 22 pt in the 156 mm of the type area
GOOD_END = "的，、；：”》"
NOT_AT_END = "（《〈“‘「『〔【"
NOT_AT_START = "，。、；：？！）》〉”’」』〕】%％的"


def title_lines(title, text):
    """A long title in even lines, broken between words: letters that `text` keeps together stay together."""
    pairs, lines, begun = Counter(pairwise(text)), [], 0
    for rows in range(-(-len(title) // TITLE_WIDTH), 1, -1):
        left = len(title) - begun
        room = range(begun + max(1, left - TITLE_WIDTH * (rows - 1)), begun + TITLE_WIDTH + 1)
        at = min(room, key=lambda at: _cost(title, at, begun + left / rows, pairs))
        lines.append(title[begun:at])
        begun = at
    return [*lines, title[begun:]]


def _cost(title, at, even, pairs):
    before, after = title[at - 1], title[at]
    torn = before in NOT_AT_END or after in NOT_AT_START or (before + after).isascii()
    familiar = min(pairs[before, after], 5)
    return 100 * torn + 2 * familiar - 3 * (before in GOOD_END) + abs(at - even)


def chinese_due(moment):
    """The day of a due date, and the hour of one that was counted in hours."""
    clock = moment and workdays.local_clock(moment)
    hour = "" if clock in (None, workdays.DAY_END) else f"{clock.hour}时{clock.minute:02}分"
    return chinese_day(moment) + hour
