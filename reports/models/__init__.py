"""What is kept of a report: its text and texts, its authors, its files, and the two ledgers."""

from .attachment import Attachment
from .ledger import AboutSubject, Duty, Entry
from .report import JointAuthor, Report
from .sources import Source, SourceQuerySet
from .text import Revision, Text

__all__ = [
    "AboutSubject", "Attachment", "Duty", "Entry", "JointAuthor", "Report", "Revision", "Source",
    "SourceQuerySet", "Text",
]  # fmt: skip
