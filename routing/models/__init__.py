"""Where a signed report goes: issues for the leaders, directives, assignments to units, filings upward."""

from .adoption import AdoptionEvent
from .assignments import Assignment, Kind, Reply, UnitOpinion, kind_of
from .competences import Competence
from .directives import Directive
from .inspections import Finding, Inspection
from .issues import Issue, Piece
from .promises import Promise
from .recipients import Line, PieceRead, Rank, Recipient
from .revisits import Revisit
from .series import DefaultRecipient, Numbering, Series
from .upward import Body, FiledPiece, Filing, FilingYear
from .visits import Visit

__all__ = [
    "AdoptionEvent", "Assignment", "Body", "Competence", "DefaultRecipient", "Directive", "FiledPiece",
    "Filing", "FilingYear", "Finding", "Inspection", "Issue", "Kind", "Line", "Numbering", "Piece",
    "PieceRead", "Promise", "Rank", "Recipient", "Reply", "Revisit", "Series", "UnitOpinion", "Visit",
    "kind_of",
]  # fmt: skip
