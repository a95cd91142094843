"""A table as an Excel workbook: every row that the filters let through, every value as what it is."""

import io
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice

from django.utils.timezone import is_aware, localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

WIDEST = 60  # characters
LOOKED_AT = 200  # rows, for the width of their columns: it is written before the first of them
FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", float: "0.0%"}
BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def workbook(title, headings, rows):
    """The bytes of an .xlsx; words stay words, whatever they begin with, and a float is a share.

    Rows may be a generator: one is held at a time.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    rows = iter(rows)
    first = list(islice(rows, LOOKED_AT))
    for place, column in enumerate(zip(headings, *first, strict=True), 1):
        widest = max(len(shown) for value in column for shown in str(value).splitlines() or [""])
        sheet.column_dimensions[get_column_letter(place)].width = min(2 * widest + 2, WIDEST)
    sheet.freeze_panes = "A2"
    head = [cell(sheet, heading) for heading in headings]
    for each in filter(None, head):
        each.font = BOLD
    sheet.append(head)
    count = 1
    for count, row in enumerate(chain(first, rows), 2):  # noqa: B007 - the last one tells how many there were
        sheet.append([cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(sheet, value):
    if value is None or value == "":
        return None
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, datetime | date | int | float | Decimal):
        made = WriteOnlyCell(sheet, value)
        made.number_format = FORMATS.get(type(value), "General")
        return made
    made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    # Else what begins with an equals sign would be a formula, now or when somebody edits the cell.
    made.data_type, made.quotePrefix = "s", True
    made.alignment = WRAPPED
    return made
