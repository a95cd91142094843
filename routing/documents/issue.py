"""The special report as a document. What each word means stands in docs/templates.md."""

from portal.pages.chinese import chinese_number
from portal.pages.tables import blocks
from routing.documents.text import title_lines
from routing.documents.typesetting import pdf
from routing.documents.word import word

NAME = "special_report"
HEADINGS = {"situation": "情况反映", "analysis": "原因分析", "advice": "意见建议"}


def issue_pdf(data: dict) -> bytes:
    return pdf(NAME, prepared(data))


def issue_word(data: dict) -> bytes:
    return word(NAME, prepared(data))


def prepared(data):
    """What both templates are given: texts in paragraphs and tables, titles in lines, the words behind."""
    pieces = [piece | laid_out(piece) for piece in data["pieces"]]
    behind = "作废" if data.get("void") else "" if data["number"] else "样稿"
    title = f"{data['masthead']} {data['year']}年第{data['number'] or '　'}期"
    return data | {
        "title": title,
        "behind": behind,
        "masthead_size": min(108, 860 // len(data["masthead"])),  # half points, within the type area
        "corrects": data.get("corrects", ""),
        "note_lines": _note_lines(data["note"]),
        "pieces": pieces,
    }


def laid_out(piece):
    said = [(name, piece[name]) for name in HEADINGS if piece[name].strip()]
    headed = len(said) > 1
    return {
        "title_lines": title_lines(piece["title"], str(piece)),
        "parts": [
            {
                "heading": f"{chinese_number(order)}、{HEADINGS[name]}" if headed else "",
                "blocks": blocks(words),
            }
            for order, (name, words) in enumerate(said, 1)
        ],
    }


def _note_lines(note):
    """The editor's note; the word 按 is the template's."""
    return [line.strip() for line in note.splitlines() if line.strip()]
