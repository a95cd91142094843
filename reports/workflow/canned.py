"""The office's standard words to authors."""

from django.db import transaction

from portal.ledger.engine import create_once, lock, require, require_lines, write
from portal.people.rules import is_clerk
from reports.models import CannedText


@transaction.atomic
def edit_words(reason, *, by, at, text, version=None):
    """The clerk's, one text for each ground; what stood there before stays in the journal.

    `version` counts the lines of its journal on the page that was read; raises TooLate where there are more.
    """
    require(is_clerk, by=by, at=at)
    words, _new = create_once(CannedText, {}, reason=reason)
    lock(words)
    words.refresh_from_db()
    require_lines(words, version)
    before, words.text = words.text, text
    if before != text:
        words.save(update_fields=["text"])
        write("edit_words", words, by=by, at=at, changes={"reason": reason, "words": [before, text]})
