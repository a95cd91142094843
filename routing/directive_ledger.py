"""The ledger of directives as a workbook, in the words of the page."""

import io

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = [12, 14, 14, 44, 32, 12, 40, 10, 12, 60, 14]


def workbook(directives):
    """The bytes of a workbook with a row for each directive, in their order."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _("Directives")
    sheet.append(headings())
    sheet.freeze_panes = "A2"
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions[sheet.cell(1, place + 1).column_letter].width = width
    for number, directive in enumerate(directives, 2):
        for place, value in enumerate(row(directive), 1):
            write(sheet.cell(number, place), value)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def headings():
    return [
        _("Written on"), _("Written by"), _("Rank"), _("Directive"), _("Written about"), _("Stage"),
        _("Units"), _("Working days"), _("Closed on"), _("Outcome"), _("Reported back on"),
    ]  # fmt: skip


def row(directive):
    """`directive` as the page has it, with its days and parts."""
    units = "、".join(f"{a.unit}（{a.get_status_display()}）" for a, _duty in directive.parts)
    closed = directive.closed_at and directive.closed_at.astimezone().date()
    return [
        directive.written_on, directive.by, directive.get_rank_display(), directive.text,
        f"{directive.number} {directive.about}", directive.get_status_display(), units,
        directive.days, closed, directive.outcome, directive.reported_back_on,
    ]  # fmt: skip


def write(cell, value):
    """Words stay words, whatever they begin with: Excel is told so, now and when somebody edits the cell."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type, cell.quotePrefix = "s", True
    else:
        cell.value = value
