"""Sectors of a term: added, renamed, put into another group."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.ledger.engine import lock, one_at_a_time, require, require_lines, write
from portal.people.models import Organisation, Sector
from portal.register.rules import keeps_register
from portal.register.workflow.organisations import plain, require_standing

SECTOR_TAKEN = _("This term has a sector with this name: %(name)s.")
NO_GROUP = _("A sector belongs to a group of sectors.")
TERM_OVER = _("This term is over: its sectors stay as they were.")


@transaction.atomic
def add_sector(*, by, at, term, name, group=None):
    """The same said twice is one sector. Raises ValidationError where the term has one with this name."""
    require(keeps_register, by=by, at=at)
    _one_change(term)
    if same := Sector.objects.filter(term=term, name=name, group=group).first():
        return same
    _require_good(term, name, group)
    made = Sector.objects.create(term=term, name=name, group=group)
    lock(made)
    said = {"name": name, "term": str(term), "group": str(group or "")}
    write("add_sector", made, by=by, at=at, changes=said)
    return made


@transaction.atomic
def edit_sector(sector, *, by, at, name, group, version=None):
    """Another name, or another group; its members stay. Raises TooLate on a stale version."""
    require(keeps_register, by=by, at=at)
    _one_change(sector.term)
    lock(sector)
    require_lines(sector, version)
    now = Sector.objects.select_related("group", "term").get(pk=sector.pk)
    if (name, group) == (now.name, now.group):
        return
    _require_good(now.term, name, group, but=now.pk)
    Sector.objects.filter(pk=now.pk).update(name=name, group=group)
    changes = {"name": [now.name, name], "group": [str(now.group or ""), str(group or "")]}
    changes = {key: words for key, words in changes.items() if words[0] != words[1]}
    write("edit_sector", now, by=by, at=at, changes=changes)


def _one_change(term):
    one_at_a_time("register", "sectors", term.pk)


def _require_good(term, name, group, but=None):
    if term.until:
        raise ValidationError(TERM_OVER)
    for pk, known in term.sectors.values_list("pk", "name"):
        if pk != but and plain(known) == plain(name):
            raise ValidationError({"name": SECTOR_TAKEN % {"name": known}})
    require_standing(group)
    if group and group.kind != Organisation.Kind.SECTOR_GROUP:
        raise ValidationError({"group": NO_GROUP})
