"""The office's own words on its pages."""

from django.db import transaction

from portal.ledger.engine import create_once, lock, require, require_lines, write
from portal.people.rules import is_clerk
from portal.roof.models import PageHelp


@transaction.atomic
def edit_help(page, *, by, at, text, version=None):
    """The clerk's, as the standard words are; what stood there before stays in the journal, with its day.

    `version` counts the lines of its journal on the page that was read; raises TooLate where there are more.
    """
    require(is_clerk, by=by, at=at)
    words, _new = create_once(PageHelp, {}, page=page)
    lock(words)
    words.refresh_from_db()
    require_lines(words, version)
    before, words.text = words.text, text
    if before != text:
        words.save(update_fields=["text"])
        write("edit_help", words, by=by, at=at, changes={"page": page, "words": [before, text]})
