"""A Word file becomes a report: its whole text is read, and its parts are found by their headings."""

from reports.word.reading import Word, read
from reports.word.sorting import arranged, proposed

__all__ = ["Word", "arranged", "proposed", "read"]
