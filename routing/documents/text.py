"""Words on their way to the printed page: titles in lines broken by sense, due dates."""

from portal.days import workdays
from portal.pages.chinese import chinese_day

TITLE_WIDTH = 20  # characters of 22 pt in the 156 mm of the type area
GOOD_END = "的，、；：”》"
NOT_AT_END = "（《〈“‘「『〔【"
NOT_AT_START = "，。、；：？！）》〉”’」』〕】%％的"


def title_lines(title, text):
    """A long title in even lines, broken between words: letters that `text` keeps together stay together."""
    rows = -(-len(title) // TITLE_WIDTH)
    if rows < 2:
        return [title]

    def cost(at):
        before, after = title[at - 1], title[at]
        torn = before in NOT_AT_END or after in NOT_AT_START or (before + after).isascii()
        familiar = min(text.count(before + after), 5)
        return 100 * torn + 2 * familiar - 3 * (before in GOOD_END) + abs(at - len(title) / rows)

    at = min(range(max(1, len(title) - TITLE_WIDTH * (rows - 1)), TITLE_WIDTH + 1), key=cost)
    return [title[:at], *title_lines(title[at:], text)]


def chinese_due(moment):
    """The day of a due date, and the hour of one that was counted in hours."""
    clock = moment and workdays.local_clock(moment)
    hour = "" if clock in (None, workdays.DAY_END) else f"{clock.hour}时{clock.minute:02}分"
    return chinese_day(moment) + hour
