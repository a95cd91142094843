"""What the journal tells of people in the register, and of rosters."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.registry import Addition, Procedure
from portal.ledger.rows import NOBODY, Line, Sees, Tell
from portal.people.models import User
from portal.people.rules import called
from portal.persons.models import Roster


@called(_("the person"))
def the_person(entry):
    return [entry.subject] if entry.subject.pk != entry.actor_id else []


def what_changed(entry):
    """Each fact that changed, from what to what, and from which day on."""
    pairs = [value for value in entry.changes.values() if isinstance(value, list)]
    said = [f"{_said(old)} → {_said(new)}" for old, new in pairs]
    return "；".join([*said, *filter(None, [entry.changes.get("since")])])


def _said(value):
    if isinstance(value, list):
        return "、".join(value) or "—"
    return PARTIES.get(value, value) or "—"


PARTIES = dict(User._meta.get_field("party").flatchoices)


def the_profile(_subject, _hats):
    return reverse("profile")


def line(name, label, words):
    tell = Tell(the_person, words, leads_to=the_profile)
    return Line(name, label, tell=tell, author=Sees.NOTHING, says=what_changed)


PERSON = Addition(
    User,
    lines=[
        line("edit_person", _("Person changed"), _("What is kept about you was changed: %(what)s.")),
        line(
            "move_person", _("Organisation or position changed"),
            _("Your organisation or position was changed: %(what)s."),
        ),
        line("arrive", _("The day of a change has come"), _("This holds from today on: %(what)s.")),
        line(
            "change_membership", _("Membership changed"), _("Your membership was changed: %(what)s.")
        ),
        Line("roster_new", _("Added by a roster"), tell=NOBODY, author=Sees.NOTHING),
        line(
            "roster_change", _("Changed by a roster"),
            _("What is kept about you was changed: %(what)s."),
        ),
        line(
            "roster_undone", _("Roster undone"), _("A change of what is kept about you was undone: %(what)s.")
        ),
    ],
)  # fmt: skip


def how_many(entry):
    return _("%(new)s new, %(changed)s changed") % entry.changes


ROSTER = Procedure(
    Roster,
    lines=[
        Line("import_roster", _("Roster imported"), tell=NOBODY, author=Sees.NOTHING, says=how_many),
        Line("undo_roster", _("Roster undone"), tell=NOBODY, author=Sees.NOTHING, says=how_many),
    ],
)
PROCEDURES = [PERSON, ROSTER]
