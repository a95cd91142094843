"""The cover list and the texts: every character, the same in each form, checked by its hash."""

import hashlib
import io
import json

import docx
import pytest
from pypdf import PdfReader

from reports.states import State
from routing import cover_list
from tests.filings import filing

RARE = {
    "title": "关于𠮷村㐂寿里䶮溪沿线农村生活污水治理站运维难、补助难、监管难问题的若干建议",
    "situation": "第一段，“引号”、（括号）；\n第二段𠮷㐂䶮。",
    "analysis": "",
    "advice": "一是……；\n二是——立行立改！",
}


@pytest.mark.parametrize("kind", ["pdf", "docx", "json"])
def test_no_character_is_lost_in_a_document(office, kind):
    found = filing(office, office.report(State.SIGNED), note="现报上。\n请审阅。")
    piece = found.pieces.get()
    type(piece).objects.filter(pk=piece.pk).update(**RARE)
    content, name = cover_list.made(found, kind)
    assert name == f"社情民意信息上报目录-{found.number}.{kind}"
    said = "".join(READ[kind](content).split())
    written = [*RARE.values(), found.number, found.body.name, "现报上。", piece.author_line]
    for words in ("".join(each.split()) for each in written):
        missing = [c for c in words if c not in said and f"U+{ord(c):04X}" not in said]
        assert not missing, (words, missing)


def read_docx(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


READ = {
    "pdf": lambda content: "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages),
    "docx": read_docx,
    "json": lambda content: "\n".join(map(str, flat(json.loads(content)))),
}


def flat(said):
    if isinstance(said, dict | list):
        for value in said.values() if isinstance(said, dict) else said:
            yield from flat(value)
    else:
        yield said


def test_the_hash_in_the_file_is_of_what_stands_in_the_file(office):
    data = json.loads(cover_list.made(filing(office), "json")[0])
    for piece in data["pieces"]:
        names = ("number", "title", "situation", "analysis", "advice", "authors")
        words = "\n".join(piece[name] for name in names)
        assert hashlib.sha256(words.encode()).hexdigest() == piece["sha256"]
    assert (data["number"], data["date"], data["count"]) == ("上报〔2026〕1号", "2026-03-10", 1)


def test_a_filing_that_is_not_sent_says_so_on_paper(office):
    found = filing(office, status="draft")
    assert "草稿" in READ["pdf"](cover_list.made(found, "pdf")[0])
