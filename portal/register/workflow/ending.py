"""An organisation ends: it is dissolved, or merged into another one, which has all from the next day on.

What goes over is shown before, and done as a whole in one transaction, told to those concerned. Locks are
taken in this order: the tree, the reports in whose journals something is written, the two organisations. With
an organisation's row locked nobody else can give it anything (a row that names it waits for the lock).
"""

import hashlib
from datetime import timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.engine import MOVED_ON, TooLate, require, write
from portal.people.models import Organisation
from portal.register.registry import HANDOVERS
from portal.register.rules import keeps_register
from portal.register.workflow.organisations import one_change, require_standing

ITSELF = _("Name another organisation than the one that ends.")
NO_LAST_DAY = _("The last day is yesterday or earlier, and after the last renaming.")
NEEDS_SUCCESSOR = _("It still has people or matters: name the organisation that takes them over.")


class Goes(NamedTuple):
    """What goes over, of one kind: how many rows, by their ids."""

    label: Any
    ids: list[int]
    names: list[str]

    @property
    def count(self):
        return len(self.ids)


def goes_over(organisation):
    """[Goes] of whatever there is. Some names of each are read, so that somebody sees what is meant."""
    for each in HANDOVERS:
        rows = list(each.of(organisation).order_by("pk"))
        if rows:
            named = [each.says(row) for row in rows[:NAMED]] if each.says else []
            yield Goes(each.label, [row.pk for row in rows], named)


NAMED = 5  # names of each kind


def digest(organisation):
    """Of exactly what goes over, so that nothing goes over that nobody was shown."""
    said = [f"{each.label}:{each.ids}" for each in goes_over(organisation)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def stuck(organisation, successor):
    """What somebody has to see to first, in words."""
    return [words for each in HANDOVERS for words in each.stuck(organisation, successor)] if successor else []


@transaction.atomic
def dissolve_organisation(organisation, *, by, at, last_day, successor=None, note="", shown=None):
    """`shown` is the digest of what the page showed. Raises TooLate where something else would go over,
    ValidationError where it cannot end like this.
    """
    require(keeps_register, by=by, at=at)
    one_change()
    reports = _lock_reports(organisation)
    ends = {organisation.pk, successor.pk} if successor else {organisation.pk}
    rows = Organisation.objects.select_for_update(of=["self"]).filter(pk__in=ends).order_by("pk")
    now = {row.pk: row for row in rows}
    old, new = now[organisation.pk], successor and now[successor.pk]
    if old.dissolved_on or shown not in (None, digest(old)) or not _reports(old) <= reports:
        raise TooLate(MOVED_ON)
    _require_good(old, new, last_day, local_day(at))
    numbers = "；".join(f"{each.label} {each.count}" for each in goes_over(old))
    old.dissolved_on, old.successor = last_day, new
    old.save(update_fields=["dissolved_on", "successor"])
    if new:
        for each in HANDOVERS:
            each.hand(old, new, by=by, at=at)
    said = {"organisation": [old.name, new.name if new else ""], "last_day": last_day.isoformat()}
    write("dissolve_organisation", old, by=by, at=at, note=note, changes=said | {"numbers": numbers})
    if new:
        write("take_over_organisation", new, by=by, at=at, note=note, changes=said | {"numbers": numbers})


def _require_good(old, new, last_day, today):
    if new == old:
        raise ValidationError({"successor": ITSELF})
    require_standing(new)
    renamed = old.former_names.last()
    if last_day > today - timedelta(days=1) or renamed and last_day <= renamed.until:
        raise ValidationError({"last_day": NO_LAST_DAY})
    if not new and any(goes_over(old)):
        raise ValidationError({"successor": NEEDS_SUCCESSOR})
    if reasons := stuck(old, new):
        raise ValidationError(reasons)


def _reports(organisation):
    return {pk for each in HANDOVERS for pk in each.reports(organisation)}


def _lock_reports(organisation):
    """Locks the reports that are written in, in their order; their ids."""
    found = _reports(organisation)
    rows = apps.get_model(settings.REPORT_MODEL).objects.filter(pk__in=found).select_related(None)
    return set(rows.select_for_update(of=["self"]).order_by("pk").values_list("pk", flat=True))
