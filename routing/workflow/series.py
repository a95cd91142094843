"""A series as the office keeps it: every change of its masthead or its usual recipients is in the journal."""

from django.db import transaction

from portal.ledger.engine import lock, require, require_lines, write
from portal.people.rules import is_clerk
from routing.models import DefaultRecipient


@transaction.atomic
def edit_series(series, *, by, at, recipients, version=None, **lines):
    """`lines` are those of the masthead, `recipients` are Lines. What was signed stays as it was.

    `version` counts the lines of its journal on the page that was read; raises TooLate where there are more.
    """
    require(is_clerk, by=by, at=at)
    lock(series)
    series.refresh_from_db()
    require_lines(series, version)
    said = {
        name: [getattr(series, name), value]
        for name, value in lines.items()
        if getattr(series, name) != value
    }
    was, now = (_names(rows) for rows in ([row.line for row in series.recipients.all()], recipients))
    said |= {"recipients": [was, now]} if was != now else {}
    if not said:
        return
    for name, value in lines.items():
        setattr(series, name, value)
    series.save(update_fields=list(lines))
    series.recipients.all().delete()
    DefaultRecipient.objects.bulk_create(
        DefaultRecipient(series=series, position=n, **line._asdict()) for n, line in enumerate(recipients, 1)
    )
    write("edit_series", series, by=by, at=at, changes=said)


def _names(lines):
    return [f"{line.rank} {line.user or line.name} {line.copies}" for line in lines]
