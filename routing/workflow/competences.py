"""The clerk keeps the catalogue of who owns what; each change stands in the journal, before and after."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.ledger.engine import MOVED_ON, TooLate, create_once, lock, require, write
from portal.people.rules import is_clerk
from routing.models import Competence


@transaction.atomic
def add_competence(*, by, at, unit, **fields):
    """The same said twice is one line."""
    require(is_clerk, by=by, at=at)
    said = fields | {"created_at": at, "created_by": by}
    made, new = create_once(Competence, said, unit=unit, matter=fields["matter"])
    if not new and any(getattr(made, name) != value for name, value in fields.items()):
        _refuse()
    if not new:
        return made
    lock(made)
    write("add_competence", made, by=by, at=at)
    return made


@transaction.atomic
def edit_competence(competence, *, by, at, version, **fields):
    """Raises TooLate on a stale version."""
    require(is_clerk, by=by, at=at)
    lock(competence)
    known = Competence.objects.exclude(pk=competence.pk)
    if known.filter(unit=fields["unit"], matter=fields["matter"]).exists():
        _refuse()
    changes = {
        name: [str(getattr(competence, name)), str(value)]
        for name, value in fields.items()
        if getattr(competence, name) != value
    }
    if not Competence.objects.filter(pk=competence.pk, version=version).update(version=version + 1, **fields):
        raise TooLate(MOVED_ON)
    write("edit_competence", competence, by=by, at=at, changes=changes)


@transaction.atomic
def load_competences(lines, *, by, at):
    """Each line of a file is added, or changes the one of its unit and matter; what the file does not name
    stays. Returns how many were added, changed, and stood there already.
    """
    require(is_clerk, by=by, at=at)
    known = {(line.unit_id, line.matter): line for line in Competence.objects.select_related("unit")}
    done = Counter()
    for line in lines:
        there = known.get((line["unit"].pk, line["matter"]))
        if there is None:
            add_competence(by=by, at=at, **line)
            done["added"] += 1
        elif any(getattr(there, name) != value for name, value in line.items()):
            edit_competence(there, by=by, at=at, version=there.version, **line)
            done["changed"] += 1
        else:
            done["same"] += 1
    return done


def _refuse():
    raise ValidationError({"matter": _("This unit has a line with this matter already.")})
