"""What the journal tells of organisations, sectors and terms."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.registry import Addition, Procedure
from portal.ledger.rows import NOBODY, Line, Sees, Tell
from portal.people.models import Organisation, Sector, Term
from portal.register.concerned import of_the_organisation
from portal.register.rules import reads_register


def what_changed(entry):
    """Each field that changed, from what to what."""
    return "\n".join(map(_in_words, entry.changes.values()))


def _in_words(value):
    kinds = dict(Organisation.Kind.choices)
    words = value if isinstance(value, list) else [value]
    return " → ".join(str(kinds.get(word, word)) for word in words if word)


def _line(name, label, tell=NOBODY):
    return Line(name, label, tell=tell, author=Sees.NOTHING, says=what_changed)


def where_seen(organisation, hats):
    """Its page; the own desk for whoever does not read the register."""
    return organisation.get_absolute_url() if reads_register(hats) else reverse("desk")


def _told(words):
    return Tell(of_the_organisation, words, leads_to=where_seen)


ORGANISATION = Addition(
    Organisation,
    lines=[
        _line("add_organisation", _("Added to the register")),
        _line("edit_organisation", _("Address or persons changed")),
        _line("rename_organisation", _("Renamed"), _told(_("Your organisation has a new name: %(what)s."))),
        _line("move_organisation", _("Moved in the tree"), _told(_("Your organisation moved: %(what)s."))),
        _line(
            "dissolve_organisation", _("Dissolved"),
            _told(_("An organisation has ended and its work goes over: %(what)s.")),
        ),
        _line("take_over_organisation", _("Takes over from another one")),
    ],
)  # fmt: skip
SECTOR = Procedure(
    Sector,
    lines=[_line("add_sector", _("Sector added")), _line("edit_sector", _("Sector changed"))],
)
TERM = Procedure(
    Term,
    lines=[_line("begin_term", _("Term begun"))],
)
PROCEDURES = [ORGANISATION, SECTOR, TERM]
