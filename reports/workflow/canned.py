"""The office's standard words to authors."""

from django.db import transaction

from portal.ledger.engine import lock, require, write
from portal.people.rules import is_clerk
from reports.models import CannedText


@transaction.atomic
def edit_words(reason, *, by, at, text):
    """The clerk's, one text for each ground; what stood there before stays in the journal."""
    require(is_clerk, by=by, at=at)
    words, _new = CannedText.objects.get_or_create(reason=reason)
    lock(words)
    words.refresh_from_db()
    before, words.text = words.text, text
    if before != text:
        words.save(update_fields=["text"])
        write("edit_words", words, by=by, at=at, changes={"reason": reason, "words": [before, text]})
