"""A filing on paper and for a machine: cover list and texts as PDF, as Word, as JSON, of the same words."""

import json

from routing.documents.issue import laid_out
from routing.documents.typesetting import pdf
from routing.documents.word import word

NAME = "filing"
PARTS = ("title", "situation", "analysis", "advice")
HASHED = "UTF-8 of number, title, situation, analysis, advice and authors, joined by line feeds"


def filing_pdf(data: dict) -> bytes:
    return pdf(NAME, prepared(data))


def filing_word(data: dict) -> bytes:
    return word(NAME, prepared(data))


def filing_json(data: dict) -> bytes:
    """For the higher committee's own system; the hash of each report can be checked with any tool."""
    head = {name: data[name] for name in ("masthead", "number", "issuer", "to", "level", "note")}
    pieces = [
        {"position": piece["position"], "number": piece["number"]}
        | {part: piece[part] for part in PARTS}
        | {"authors": piece["author_line"], "sha256": piece["sha256"]}
        for piece in data["pieces"]
    ]
    said = head | {"date": data["day"], "sha256_of": HASHED, "count": len(pieces), "pieces": pieces}
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def prepared(data):
    """What both templates are given."""
    return data | {
        "title": f"{data['masthead']} {data['number']}",
        "note_lines": [line.strip() for line in data["note"].splitlines() if line.strip()],
        "pieces": [piece | laid_out(piece) for piece in data["pieces"]],
    }
