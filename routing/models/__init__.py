"""Where a signed report goes: issues for the leaders, directives, assignments to units."""

from .assignments import Assignment, Reply
from .directives import Directive
from .issues import Issue, Numbering, Piece, Reader

__all__ = ["Assignment", "Directive", "Issue", "Numbering", "Piece", "Reader", "Reply"]
