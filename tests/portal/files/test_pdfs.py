"""PDFs: what does more than being read is found, however it is spelt and packed, and said in words."""

import io

import pytest

from portal.files.pdf import pdf
from portal.files.refusal import Refused
from tests.pdfs import ACTIVE, ORDINARY, PACKED


def reason_of(raw):
    try:
        pdf(io.BytesIO(raw))
    except Refused as refused:
        return refused.args[0]
    return None


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("what", ACTIVE)
def test_what_a_pdf_does_is_found_however_it_is_packed(what, packed):
    raw, reason = ACTIVE[what]
    assert reason_of(PACKED[packed](raw)) == reason


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("what", ORDINARY)
def test_ordinary_ones_are_taken_however_they_are_packed(what, packed):
    assert reason_of(PACKED[packed](ORDINARY[what])) is None
