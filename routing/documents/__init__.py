"""Everything that is printed: a name and a dictionary of words make a PDF or a Word file.

The page is drawn by a template, `NAME.typ` or `NAME.docx`, which an office can replace by its own.
"""

from routing.documents.filing import filing_json, filing_pdf, filing_word
from routing.documents.issue import issue_pdf, issue_word
from routing.documents.templates import Broken
from routing.documents.typesetting import pdf
from routing.documents.word import word

__all__ = ["Broken", "filing_json", "filing_pdf", "filing_word", "issue_pdf", "issue_word", "pdf", "word"]
