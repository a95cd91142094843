"""Organisations are added, described, renamed and moved in the tree; each change with its line.

Whatever changes a name or the tree waits for whoever else does: `one_change` is taken before any row.
"""

import re
import unicodedata
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.engine import lock, one_at_a_time, require, require_lines, write
from portal.ledger.models import Duty
from portal.people.models import FormerName, Organisation
from portal.register.rules import keeps_register

NAME_TAKEN = _("There is an organisation with this name: %(name)s.")
IN_A_CIRCLE = _("It would belong to itself.")
DISSOLVED = _("%(name)s was dissolved.")
OWES = _("It has open matters as a handling unit: it stays one until they are answered.")
SAME_NAME = _("This is its name already.")
NO_DAY = _("A name holds from a day after the last renaming and not later than today.")
SPACES = re.compile(r"\s+")


def plain(name):
    """A name as it is compared: without spaces, full-width letters as ordinary ones."""
    return SPACES.sub("", unicodedata.normalize("NFKC", name)).casefold()


def one_change():
    """Of the tree and its names."""
    one_at_a_time("register", "organisations")


def require_free(name, but=None):
    """Raises ValidationError where another organisation, dissolved or not, has this name."""
    wanted = plain(name)
    for pk, known in Organisation.objects.values_list("pk", "name"):
        if pk != but and plain(known) == wanted:
            raise ValidationError({"name": NAME_TAKEN % {"name": known}})


def require_standing(*organisations):
    for each in organisations:
        if each and not Organisation.objects.standing().filter(pk=each.pk).exists():
            raise ValidationError(DISSOLVED % {"name": each})


@transaction.atomic
def add_organisation(*, by, at, name, kind, parent=None, **described):
    """`described`: address, phone, email, in_charge, contact. The same said twice is one organisation.

    Raises ValidationError where another one has this name, also with other spaces or full-width letters.
    """
    require(keeps_register, by=by, at=at)
    one_change()
    same = Organisation.objects.standing().filter(name=name, kind=kind, parent=parent).first()
    if same:
        return same
    require_free(name)
    require_standing(parent)
    made = Organisation.objects.create(name=name, kind=kind, parent=parent, **described)
    lock(made)
    write("add_organisation", made, by=by, at=at, changes=_said(name=name, kind=kind, parent=parent))
    return made


@transaction.atomic
def edit_organisation(organisation, *, by, at, version=None, **described):
    """Raises TooLate on a stale version, a count of its journal's lines."""
    now = _changing(organisation, by, at, version)
    changes = {
        name: [str(getattr(now, name) or ""), str(value or "")]
        for name, value in described.items()
        if getattr(now, name) != value
    }
    if changes:
        Organisation.objects.filter(pk=now.pk).update(**described)
        write("edit_organisation", now, by=by, at=at, changes=changes)


@transaction.atomic
def rename_organisation(organisation, *, by, at, name, since, version=None):
    """`since` is the first day of the new name; what was made before keeps the name of its day."""
    now = _changing(organisation, by, at, version)
    if name == now.name:
        raise ValidationError({"name": SAME_NAME})
    require_free(name, but=now.pk)
    last = now.former_names.last()
    until = since - timedelta(days=1)
    if since > local_day(at) or last and until <= last.until:
        raise ValidationError({"since": NO_DAY})
    FormerName.objects.create(organisation=now, name=now.name, until=until)
    Organisation.objects.filter(pk=now.pk).update(name=name)
    said = {"name": [now.name, name], "since": since.isoformat()}
    write("rename_organisation", now, by=by, at=at, changes=said)


@transaction.atomic
def move_organisation(organisation, *, by, at, parent, kind, version=None):
    """Under another one, or as another kind. Raises ValidationError where the tree would become a circle."""
    now = _changing(organisation, by, at, version)
    above = parent
    while above:
        if above.pk == now.pk:
            raise ValidationError({"parent": IN_A_CIRCLE})
        above = Organisation.objects.filter(children=above).first()
    require_standing(parent)
    if now.kind == Organisation.Kind.HANDLING_UNIT != kind and Duty.objects.open().filter(unit=now).exists():
        raise ValidationError({"kind": OWES})
    changes = {}
    if parent != now.parent:
        changes["parent"] = [str(now.parent or ""), str(parent or "")]
    if kind != now.kind:
        changes["kind"] = [now.kind, str(kind)]
    if changes:
        Organisation.objects.filter(pk=now.pk).update(parent=parent, kind=kind)
        write("move_organisation", now, by=by, at=at, changes=changes)


def _changing(organisation, by, at, version):
    """The organisation as it is now, locked; a dissolved one stays as it is."""
    require(keeps_register, by=by, at=at)
    one_change()
    lock(organisation)
    require_lines(organisation, version)
    require_standing(organisation)
    return Organisation.objects.select_related("parent", "in_charge", "contact").get(pk=organisation.pk)


def _said(**fields):
    return {name: str(value) for name, value in fields.items() if value}
