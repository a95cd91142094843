"""Words on their way to the page: titles in lines broken by sense, texts as paragraphs and tables."""

from itertools import groupby, zip_longest
from unicodedata import east_asian_width

TITLE_WIDTH = 20  # characters of 22 pt in the 156 mm of the type area
GOOD_END = "的，、；：”》"
NOT_AT_END = "（《〈“‘「『〔【"
NOT_AT_START = "，。、；：？！）》〉”’」』〕】%％的"
NARROWEST, WIDEST = 2, 14  # of a table's column, in characters


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


def blocks(text):
    """[{"lines": [...]} | {"rows": [[...]], "widths": [...]}]: tabs on lines that follow each other make
    a table, as the reader of Word files writes one down. A tab on a line alone is a gap."""
    lines = [line.strip(" \u3000") for line in text.splitlines()]
    found = []
    for tabbed, group in groupby((line for line in lines if line.strip()), key=lambda line: "\t" in line):
        run = list(group)
        found.append(tabbed and table(run) or {"lines": [line.strip().replace("\t", "　") for line in run]})
    return found


def table(lines):
    """Rows of one length, and what each column needs; None if they have no two columns in common."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines]
    longest = max(map(len, rows))
    if len(rows[0]) < longest:  # the empty corner over the first column
        rows[0].insert(0, "")
    columns = [column for column in zip_longest(*rows, fillvalue="") if any(column)]
    if len(rows) < 2 or len(columns) < 2:
        return None
    widths = [min(max(NARROWEST, *map(width, column)), WIDEST) for column in columns]
    return {"rows": [list(row) for row in zip(*columns, strict=True)], "widths": widths}


def width(words):
    """In characters of full width."""
    return sum(1 if east_asian_width(char) in "WF" else 0.5 for char in words)
