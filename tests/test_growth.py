"""Whatever reads a text or a file takes twice the time for twice as much, of whatever shape the text is."""

import importlib
import io
import pkgutil
import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

import feedback
import portal
import reports as reports_app
import routing
from portal.days.calendar_file import parse_day, read_lines
from portal.files import office
from portal.files.checks import clean_name
from portal.files.plain import text as plain_text
from portal.pages import read_cells, spreadsheets
from portal.pages.tables import blocks
from portal.pages.templatetags.trade import paragraphs
from portal.pages.text import CleanLine, CleanText, half_width, readable
from portal.pages.workbooks import workbook
from reports import advice, compare, search, similar
from reports import word as word_files
from reports.forms.public import clean_phone
from reports.models import Report
from reports.names import private_names
from reports.word import sorting
from reports.workflow.proposals import COLUMNS
from routing.documents import typesetting
from routing.documents.text import title_lines
from routing.documents.word import writable
from routing.forms.recipients import PaperField, _read
from routing.outcome import shortened
from routing.suggest import names, speaks_of
from tests.books import workbook as book
from tests.growth import LINEAR, SHAPES, TIMES, growth, of_shape
from tests.uploads import field, ties, zipped
from tests.word_files import p, raw

SOME = 4000  # characters, on which the square takes a hundredth of a second
ROOMS = (portal, reports_app, routing, feedback)


def parts(text):
    return {"title": text, "situation": text, "analysis": "", "advice": text}


def exchanged(text):
    """Each fifth character is another one."""
    return "".join("乙" if place % 5 == 4 else char for place, char in enumerate(text))


def sorted_into_parts(lines):
    return sorting.arranged(lines, sorting.proposed(lines)[0])


def compared(text, other):
    """With a small stock, so that what is told is how the rest grows; the stock itself is a constant."""
    return compare.difference(text, other, compare.Stock(10_000))


READ = {
    "remarks": lambda text: advice.remarks(parts(text)),
    "markings": lambda text: advice.markings(parts(text)),
    "masked": lambda text: advice.masked(parts(text)),
    "names": private_names,
    "compared with its half": lambda text: compared(text, text[len(text) // 2 :]),
    "compared with its double": lambda text: compared(text, text + text),
    "compared, exchanged": lambda text: compared(text, exchanged(text)),
    "compared, reversed": lambda text: compared(text, text[::-1]),
    "in common": lambda text: similar.in_common(parts(text), parts(exchanged(text))),
    "words marked": lambda text: search.marked(text, "建议 1 甲 村民王"),
    "snippet": lambda text: search.snippet(Report(situation=text, analysis=text), "没有"),
    "paragraphs": paragraphs,
    "blocks": blocks,
    "a long row among short ones": lambda text: blocks("甲\t乙\n" * (len(text) // 4) + "\t丙" * len(text)),
    "heading and hash": lambda text: (Report(title=text).heading, Report(title=text).text_hash),
    "sorted into parts": lambda text: sorted_into_parts(text.split("\n")),
    "title in lines": lambda text: title_lines(text, text),
    "reply shortened": lambda text: shortened(text, 160),
    "names of a unit": names,
    "matter spoken of": lambda text: speaks_of(SimpleNamespace(word_list=["停车", "建议"]), text, text),
    "cleaned": CleanText().clean,
    "cleaned as a line": CleanLine().clean,
    "readable": readable,
    "half width": half_width,
    "recipient": _read,
    "recipients": PaperField().clean,
    "phone": clean_phone,
    "day": parse_day,
    "calendar": lambda text: read_lines(text, 2026),
    "name of a file": clean_name,
    "plain text": lambda text: plain_text(io.BytesIO(text.encode())),
    "printable in Word": writable,
    "undrawn characters": typesetting.refused,
    "heading of a column": spreadsheets._heading,
    "cell": lambda text: read_cells.text_of(SimpleNamespace(value=text, data_type="s"), None),
    "written to a workbook": lambda text: workbook("表", ["甲"], [[line] for line in text.split("\n")]),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_four_times_the_text_takes_four_times_as_long(name):
    grown = {shape: growth(READ[name], lambda size, shape=shape: of_shape(shape, size)) for shape in SHAPES}
    assert {shape: times for shape, times in grown.items() if times >= LINEAR} == {}


CONTROLS = {
    "empty lines": lambda text: re.findall(r"(?m)^\s*密", text),
    "numerals": lambda text: re.search("[一二]+(?:多)?万", text),
    "digits": lambda text: sum(1 for one in text for other in text if one is other),
    "pairs of marks": lambda text: unicodedata.normalize("NFC", "a" + text),
}


@pytest.mark.parametrize("shape", CONTROLS)
def test_what_takes_the_square_is_found(shape):
    assert growth(CONTROLS[shape], lambda size: of_shape(shape, size)) >= LINEAR


def expressions():
    """{place: (expression, how its module uses it)} of every compiled one that stands in a module."""
    found = {}
    paths = (
        each.name for room in ROOMS for each in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    )
    for path in paths:
        if re.search(r"[.](migrations|management|run|bench)\b", path):
            continue
        module = importlib.import_module(path)
        source = Path(module.__file__).read_text()
        for name, value in vars(module).items():
            for pattern in patterns(value):
                used = set(re.findall(rf"\b{name}[.](\w+)\(", source))
                if used or isinstance(value, list):
                    found[f"{module.__name__}.{name}: {pattern.pattern[:20]}"] = pattern, used or {"search"}
    return found


def patterns(value):
    """Those in a value, a list or a list of pairs."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from patterns(each)


@pytest.mark.parametrize("place", expressions())
def test_no_expression_begins_anew_at_each_character(place):
    """On the shapes, on each word that it is looking for, and on that word with a space."""
    pattern, used = expressions()[place]
    whole, known = used <= {"match", "fullmatch"}, pattern.pattern
    raw_bytes = isinstance(known, bytes)
    words = set(re.findall("[^\\W_]+|[^\\w\\s]", known.decode("latin-1") if raw_bytes else known))
    shapes = [*SHAPES.values(), *sorted(words)[:40], *(f"{word} " for word in sorted(words)[:40])]

    def find(text):
        given = text.encode() if raw_bytes else text
        return (
            (pattern.match(given), pattern.fullmatch(given))
            if whole
            else sum(1 for _ in pattern.finditer(given))
        )

    def grown(one):
        return growth(find, lambda size: one * (size // len(one)), SOME, SOME)

    assert {one: times for one in shapes if (times := grown(one)) >= LINEAR} == {}


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARK_DELETED = "<w:rPr><w:del/></w:rPr>"


def of_word(*paragraphs, **more):
    """A Word file with styles, numbering or footnotes of this content."""
    parts_of = {f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{xml}</w:{name}>' for name, xml in more.items()}
    rows = [(name, f"{name}.xml", "Internal") for name in more]
    return raw(*paragraphs, more=parts_of | {"word/_rels/document.xml.rels": ties(*rows)})


def numbered(size):
    list_of = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{"<w:x/>" * size}'
    level = f'<w:lvl w:ilvl="0">{"<w:x/>" * size}<w:lvlText w:val="%1{"长" * size}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="1">' + (
        f'{"<w:x/>" * size}<w:abstractNumId w:val="1"/></w:num>'
    )
    style = (
        f'<w:style w:styleId="a">{"<w:x/>" * size}<w:pPr>{list_of}</w:pPr><w:basedOn w:val="a"/></w:style>'
    )
    return of_word(*[p("甲", properties='<w:pStyle w:val="a"/>')] * size, styles=style, numbering=numbering)


def noted(size):
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1"><w:p><w:r><w:t>{"注" * size}</w:t></w:r>{call}</w:p></w:footnote>'
    return of_word(*[p("甲", call)] * size, footnotes=notes)


WORDS = {
    "paragraphs": lambda size: raw(*[p("建议。")] * size),
    "empty paragraphs": lambda size: raw(p("甲"), "<w:p/>" * size),
    "styles and numbers": lambda size: numbered(size // 8),
    "one note": lambda size: noted(size // 4),
    "runs": lambda size: raw(p(*["甲"] * size)),
    "deleted ends": lambda size: raw(*[p("甲", properties=MARK_DELETED)] * size),
    "cells": lambda size: raw("<w:tbl><w:tr>" + f"<w:tc>{p('甲')}</w:tc>" * size + "</w:tr></w:tbl>"),
    "boxes": lambda size: raw(p(*[f"<w:r><w:txbxContent>{p('甲')}</w:txbxContent></w:r>"] * size)),
    "fields": lambda size: raw(*[field("PAGE")] * size),
    "one field": lambda size: raw(p("<w:r><w:instrText>QUOTE</w:instrText></w:r>" * size)),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_four_times_the_word_file_takes_four_times_as_long(name):
    assert growth(lambda file: word_files.read(io.BytesIO(file)), WORDS[name]) < LINEAR
    assert growth(lambda file: office.words(io.BytesIO(file)), WORDS[name]) < LINEAR


def test_what_is_far_too_long_for_a_report_is_told_at_once():
    for file in (raw("<w:p/>" * 600_000), raw(p("长" * 100_001))):
        with pytest.raises(Exception, match="过长|too long"):
            word_files.read(io.BytesIO(file))


ROW = ["1", "关于公园开放时间的提案"]
KIND = b'<Default Extension="a" ContentType="b"/>'


def inside(part, before, more, end=None):
    """A workbook with more in one of its parts, before this tag or instead of it."""
    with ZipFile(io.BytesIO(book(ROW))) as archive:
        parts_of = {name: archive.read(name) for name in archive.namelist()}
    assert before in parts_of[part]
    return zipped(
        parts_of | {part: parts_of[part].replace(before, more + (before if end is None else end), 1)}
    )


SHEET, STYLES, CONTENT = "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"
BOOKS = {
    "rows": lambda size: book(*[ROW] * (size // 4)),
    "formulas": lambda size: book(*[["1", "=1+1"]] * (size // 8)),
    "columns": lambda size: book(ROW * (size // 8)),
    "a long heading": lambda size: book(ROW, head=["案由", "案号", "(" * min(size, 32_000)]),
    "long words": lambda size: book(*[["1", "长" * 300]] * (size // 8)),
    "empty rows": lambda size: inside(SHEET, b"</sheetData>", b"<row><c/><c/></row>" * (size // 4)),
    "a row far below": lambda size: inside(SHEET, b"</sheetData>", b'<row r="%d"><c/></row>' % size),
    "rows without an end": lambda size: inside(SHEET, b"</worksheet>", b"<row " * size, end=b""),
    "styles": lambda size: inside(STYLES, b"</cellXfs>", b"<xf/>" * (size // 4)),
    "kinds of parts": lambda size: inside(CONTENT, b"</Types>", KIND * (size // 4)),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOKS)
def test_four_times_the_workbook_takes_four_times_as_long(name):
    def read(file):
        spreadsheets.read(SimpleUploadedFile("表.xlsx", file), COLUMNS)

    assert growth(read, BOOKS[name]) < LINEAR
    assert growth(lambda file: office.sheets(io.BytesIO(file)), BOOKS[name]) < LINEAR


@pytest.mark.parametrize("shape", SHAPES)
def test_the_database_reads_four_times_the_text_in_four_times_as_long(db, shape):
    """Its own time, as it tells it."""
    spent = {size: in_database(of_shape(shape, size)) for size in (20_000, 20_000 * TIMES)}
    small, large = spent.values()
    assert large < 50 or large / small < LINEAR


IN_DATABASE = "pairs_of(%s), sketch_of(%s), similarity(%s, 'a')"


def in_database(text):
    """Milliseconds in which it finds pairs and sketch of a text, the least of three."""
    with connection.cursor() as cursor:
        runs = []
        for _run in range(3):
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) SELECT {IN_DATABASE}", [text] * 3)
            runs.append(cursor.fetchone()[0][0]["Execution Time"])
    return min(runs)


def test_a_page_compares_no_more_than_its_stock():
    """2,500 equal clauses took 50 seconds."""
    stock, text = compare.Stock(), "建议开展排查，" * 2500
    found = compare.difference(text, exchanged(text), stock)
    assert found.whole and 0 <= stock.steps < compare.STEPS
    assert "".join(words for op, words in found if op != "insert") == text
    assert "".join(words for op, words in found if op != "delete") == exchanged(text)
    assert not compare.difference(text, text + "三是考核。", stock).whole
