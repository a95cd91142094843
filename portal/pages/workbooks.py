"""A table as an Excel workbook: every row that the filters let through, every value as it is shown."""

import io
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

WIDEST = 60  # characters


def workbook(title, headings, rows):
    """The bytes of an .xlsx; words stay words, whatever they begin with."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    widths = [len(str(heading)) for heading in headings]
    for n, row in enumerate([headings, *rows], 1):
        for place, value in enumerate(row, 1):
            put(sheet.cell(n, place), value)
            widths[place - 1] = max(widths[place - 1], len(str(value)))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(2 * width + 2, WIDEST)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(cell, value):
    if value is None or value == "":
        return
    if isinstance(value, datetime | date | int | float):
        cell.value = value
    else:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        # Else what begins with an equals sign would be a formula, now or when somebody edits the cell.
        cell.data_type, cell.quotePrefix = "s", True
        cell.alignment = Alignment(wrap_text=True, vertical="top")
