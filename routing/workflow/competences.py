"""The clerk keeps the catalogue of who owns what; each change stands in the journal, before and after."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reports.engine import TooLate, lock, require, write
from reports.rules import is_clerk
from routing.models import Competence
from routing.workflow.upward import MOVED_ON


@transaction.atomic
def add_competence(*, by, at, unit, **fields):
    require(is_clerk, by=by, at=at)
    said = fields | {"created_at": at, "created_by": by}
    made, new = Competence.objects.get_or_create(unit=unit, matter=fields["matter"], defaults=said)
    if not new:
        _refuse()
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


def _refuse():
    raise ValidationError({"matter": _("This unit has a line with this matter already.")})
