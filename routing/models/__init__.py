"""Where a signed report goes: issues for the leaders, directives, assignments to units."""

from .assignments import Assignment, Reply
from .directives import Directive
from .issues import Issue, Piece
from .recipients import Line, PieceRead, Rank, Recipient
from .series import DefaultRecipient, Numbering, Series

__all__ = [
    "Assignment", "DefaultRecipient", "Directive", "Issue", "Line", "Numbering", "Piece", "PieceRead", "Rank",
    "Recipient", "Reply", "Series",
]  # fmt: skip
