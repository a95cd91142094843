"""What is printed of a filing, read off what was frozen when it was sent."""

from django.conf import settings

from portal.days.policy import load_policy
from portal.days.workdays import local_day
from portal.pages.chinese import chinese_day
from routing.documents import filing_json, filing_pdf, filing_word
from routing.printing import SEALED

MASTHEAD = "社情民意信息上报目录"
KINDS = {  # ending: (what it is called, what makes it)
    "pdf": ("PDF", filing_pdf), "docx": ("Word", filing_word), "json": ("JSON", filing_json)
}  # fmt: skip


def filing_data(filing):
    """The data of the documents. An official document is in Chinese whatever the page's language."""
    day = local_day(filing.sent_at or filing.created_at)
    return {
        "masthead": MASTHEAD,
        "number": filing.number or f"{load_policy().on(day).filing_prefix}（草稿）",
        "behind": "" if filing.number else "草稿",
        "year": day.year,
        "date": chinese_day(day) if filing.number else "",
        "day": day.isoformat() if filing.number else "",
        "issuer": filing.sender or settings.COMMITTEE_NAME,
        "to": filing.body.name,
        "level": filing.body.level,
        "note": filing.note,
        "pieces": [_piece(n, p) for n, p in enumerate(filing.pieces.select_related("report"), 1)],
    }


def _piece(position, piece):
    """Of what was sealed since only its place and its hash are left."""
    said = {"position": position, "number": piece.report.number, "sha256": piece.sha256}
    words = piece.parts() | {"author_line": piece.author_line}
    return said | (dict.fromkeys(words, "") | {"title": SEALED} if piece.sealed else words)


def made(filing, kind):
    """(bytes, name in words)"""
    _called, make = KINDS[kind]
    data = filing_data(filing)
    return make(data), f"{MASTHEAD}-{data['number']}.{kind}"
