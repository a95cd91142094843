"""What the journal tells of organisations, sectors and terms."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.reading import said
from portal.ledger.registry import Addition, Procedure
from portal.ledger.rows import NOBODY, Line, Sees, Tell, nothing
from portal.people.models import Organisation, Sector, Term
from portal.register.concerned import of_the_organisation, of_the_term
from portal.register.rules import reads_register


def what_changed(entry):
    """Each field that changed, from what to what."""
    return "\n".join(map(_in_words, entry.changes.values()))


def _in_words(value):
    kinds = dict(Organisation.Kind.choices)
    words = value if isinstance(value, list) else [value]
    return " → ".join(str(kinds.get(word, word)) for word in words if word)


def new_name(entry):
    return entry.changes["name"][1]


def the_other(entry):
    """Of one that ended: the successor, or itself where there is none; of a successor: the one that ended."""
    name, successor = entry.changes["organisation"]
    return name if entry.kind == "take_over_organisation" else successor or name


def _line(name, label, tell=NOBODY, says=nothing):
    """News names one organisation, so that it fits the subject of a mail; the journal tells the rest."""
    return Line(name, label, tell=tell, author=Sees.NOTHING, says=says, inside=what_changed)


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
        _line(
            "rename_organisation", _("Renamed"), _told(_("Your organisation is now called %(what)s.")),
            new_name,
        ),
        _line(
            "move_organisation", _("Moved in the tree"),
            _told(_("Your organisation was moved in the register.")),
        ),
        _line(
            "dissolve_organisation", _("Dissolved"),
            _told(_("%(what)s takes over from an organisation that has ended.")), the_other,
        ),
        _line("take_over_organisation", _("Takes over from another one"), says=the_other),
    ],
)  # fmt: skip
SECTOR = Procedure(
    Sector,
    lines=[_line("add_sector", _("Sector added")), _line("edit_sector", _("Sector changed"))],
)
TERM = Procedure(
    Term,
    lines=[
        Line(
            "begin_term", _("Term begun"), author=Sees.NOTHING, says=said("name"),
            tell=Tell(
                of_the_term, _("A new term has begun, and with it your membership has changed: %(what)s."),
                leads_to=lambda _term, _hats: reverse("desk"),
            ),
        ),
    ],
)  # fmt: skip
PROCEDURES = [ORGANISATION, SECTOR, TERM]
