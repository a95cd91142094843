"""What a workbook costs is known before it is read."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.pages import spreadsheets
from reports.workflow.proposals import COLUMNS
from tests.test_growth import SHEET, inside


def test_a_sheet_with_a_formula_is_read_twice_and_counts_twice():
    """A single one among empty cells took four seconds."""
    cells = b"<row>" + b"<c/>" * 30 + b"</row>"
    rows = inside(SHEET, b"</sheetData>", cells * (300_000 // 32))
    spreadsheets.read(SimpleUploadedFile("表.xlsx", rows), COLUMNS)
    formula = inside(SHEET, b"</sheetData>", b"<row><c><f>1</f><v>1</v></c></row>" + cells * (300_000 // 32))
    with pytest.raises(ValidationError):
        spreadsheets.read(SimpleUploadedFile("表.xlsx", formula), COLUMNS)
