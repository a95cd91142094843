"""The figures of GB/T 9704 measured in the PDF: sizes, colours, and how lines may begin and end."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from routing.documents import issue_pdf
from routing.documents.pictures import WIDTH, picture
from routing.documents.text import NOT_AT_END, NOT_AT_START
from tests.routing.prints import LONG_TITLE, a_full_piece
from tests.routing.test_documents import a_piece, an_issue, body, read

MM = WIDTH / 210  # pixels
STOPS = "他说：“这里（西区）的《办法》不好！”为什么？因为“太远”；另外，有人（甲、乙、丙）不同意。"


@pytest.fixture(scope="module")
def pdf():
    return issue_pdf(an_issue(a_full_piece()))


def sizes(pdf, words):
    """The sizes in which these words are set, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        found = []
        for object_ in page.get_objects():
            if isinstance(object_, pypdfium2.PdfTextObj):
                left, bottom, right, top = object_.get_bounds()
                said = text.get_text_bounded(left, bottom, right, top)
                if words in said.replace("\r\n", ""):
                    found.append(round(object_.get_font_size() * object_.get_matrix().get()[3], 1))
        return found


def test_body_and_title_have_their_sizes(pdf):
    assert sizes(pdf, "篇，据") == [16]
    assert sizes(pdf, LONG_TITLE[:8]) == [22]


def test_the_masthead_is_red_and_so_is_the_rule_under_it(pdf):
    page = Image.open(BytesIO(picture(pdf, 1)[1])).convert("RGB")
    red = [y for y in range(page.height) if any(is_red(page.getpixel((x, y))) for x in range(page.width))]
    assert red[0] > 37 * MM  # not above the type area
    wide = [y for y in red if sum(is_red(page.getpixel((x, y))) for x in range(page.width)) > 150 * MM]
    assert wide  # the rule is as wide as the type area
    left = min(x for x in range(page.width) if is_red(page.getpixel((x, wide[0]))))
    right = max(x for x in range(page.width) if is_red(page.getpixel((x, wide[0]))))
    assert left / MM == pytest.approx(28, abs=0.5)
    assert right / MM == pytest.approx(210 - 26, abs=0.5)


def test_the_picture_of_a_page_is_light(pdf):
    """Three are in sight where an issue is composed, and that page may weigh 400 kB with all else."""
    pages = picture(pdf, 1)[0]
    assert all(len(picture(pdf, number)[1]) < 100_000 for number in range(1, pages + 1))


def is_red(pixel):
    red, green, blue = pixel
    return red > 150 and green < 90 and blue < 90


def test_no_line_begins_or_ends_with_a_stop_that_may_not_stand_there():
    lines = [
        words.strip()
        for page in read(issue_pdf(an_issue(a_piece(situation=STOPS * 30, analysis="", advice="")))).pages[1:]
        for _x, _y, words, _face in body(page)
    ]
    assert len(lines) > 20
    assert not [line for line in lines if line[0] in NOT_AT_START.replace("的", "")]
    assert not [line for line in lines if line[-1] in NOT_AT_END]
