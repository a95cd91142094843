"""A cell of a workbook as the words that one sees in it."""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.pages.text import cleaned

EXACT = 10**15  # Excel keeps fifteen digits of a number
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f]|_x000D_")


def text_of(cell, formula):
    """(what stands in the cell, what is wrong with it)"""
    value = cell.value if cell else None
    problem = _problem(cell, value, formula)
    if problem or value is None:
        return "", problem
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}", ""
    if isinstance(value, float) and value == int(value):
        value = int(value)
    try:
        return cleaned(UNSEEN.sub("", str(value))), ""
    except ValidationError as error:
        return "", error.messages[0]


def _problem(cell, value, formula):
    if value is None and formula and formula.data_type == "f":
        return _("A formula without a value: open the file in Excel and save it again.")
    if cell and cell.data_type == "e":
        return _("Excel shows an error: %(value)s.") % {"value": value}
    if isinstance(value, int | float) and abs(value) >= EXACT:
        return _("A number this long is rounded by Excel. Format the column as text and enter it again.")
    return ""
