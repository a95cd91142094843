"""Tables in typed text: rows are lines that follow each other, cells are parted by tabs."""

from itertools import groupby
from unicodedata import east_asian_width

NARROWEST, WIDEST = 2, 14  # of a column, in characters
MOST_COLUMNS = 50  # no page shows more; a line with a thousand tabs would make a thousand cells of each other


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
    filled = sorted({place for row in rows for place, cell in enumerate(row) if cell})
    if len(rows) < 2 or not 2 <= len(filled) <= MOST_COLUMNS:
        return None
    rows = [[row[place] if place < len(row) else "" for place in filled] for row in rows]
    widths = [min(max(NARROWEST, *map(width, column)), WIDEST) for column in zip(*rows, strict=True)]
    return {"rows": rows, "widths": widths}


def width(words):
    """In characters of full width."""
    return sum(1 if east_asian_width(char) in "WF" else 0.5 for char in words)
