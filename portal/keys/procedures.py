"""What the journal tells of second factors, and the way of switching somebody's off."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.days.deadlines import same_day
from portal.keys import workflow
from portal.keys.models import Demand, Key, SwitchOff
from portal.keys.rules import confirms_off, drops_off, sees_demands
from portal.keys.states import SwitchState as S
from portal.ledger.forms import ReasonedForm, StepForm
from portal.ledger.reading import own_page
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, post, to
from portal.people.models import Role
from portal.people.rules import called


@called(_("whose it is"))
def whose(entry):
    return [entry.subject.user]


def which(entry):
    return entry.changes["name"]


def who(entry):
    return entry.changes["user"]


def left(entry):
    return str(entry.changes["left"])


def demanded(entry):
    said = entry.changes
    needed = gettext("needed") if said["needed"][1] else gettext("not needed")
    return f"{Role(said['role']).label} · {needed} · {said['since']}"


def own_keys(_subject, _hats):
    return reverse("keys")


def line(name, label, words, says):
    tell = words and Tell(whose, words, leads_to=own_keys)
    return Line(name, label, tell=tell or NOBODY, author=Sees.NOTHING, says=says)


KEY = Procedure(
    Key, told=Key.objects.select_related("user"),
    lines=[
        line(
            "add_key", _("Second factor set up"),
            _("A second factor was set up for your account: %(what)s."), which,
        ),
        line(
            "draw_codes", _("Recovery codes drawn"),
            _("New recovery codes were drawn for your account."), which,
        ),
        line(
            "use_code", _("Recovery code used"),
            _("Somebody signed in to your account with a recovery code; left: %(what)s."), left,
        ),
        line(
            "end_key", _("Second factor removed"),
            _("A second factor of your account was removed: %(what)s."), which,
        ),
    ],
)  # fmt: skip
DEMAND = Procedure(
    Demand, lines=[line("demand_key", _("Second factor of a role set"), None, demanded)]
)  # fmt: skip
PAGE = to("second_factors")
STEPS = [
    Step(
        "confirm_off", _("Switch off"), {S.PROPOSED}, S.DONE, may=confirms_off, verb=workflow.confirm_off,
        main=True, danger=True, form=StepForm, then=PAGE, done=_("Second factors switched off"), says=who,
        warning=_(
            "All second factors of this person and all open sessions end. Ask the person yourself first, "
            "by voice."
        ),
        author=Sees.NOTHING,
        tell=Tell(
            whose, _("Your second factors were switched off by two administrators. Set up a new one."),
            leads_to=own_keys,
        ),
    ),
    Step(
        "drop_off", _("Do not switch off"), {S.PROPOSED}, S.DROPPED, may=drops_off, form=ReasonedForm,
        verb=workflow.drop_off, then=PAGE, done=_("Not switched off"), says=who, author=Sees.NOTHING,
        tell=Tell(whose, _("Your second factors stay as they are."), leads_to=own_keys),
    ),
]  # fmt: skip
PROPOSED = _(
    "It was proposed to switch off your second factors. If you did not ask for it, tell the security "
    "administrator at once."
)
OWES = {
    S.PROPOSED: [
        Owed(
            "confirm_off", _("Confirm that second factors are switched off"), post("security"), same_day,
            page=own_page("confirm_off"),
        ),
    ],
}  # fmt: skip


def seen(hats):
    switches = SwitchOff.objects.select_related("user")
    return switches if sees_demands(hats) else switches.none()


SWITCH = Procedure(
    SwitchOff, place="switches", seen=seen, told=SwitchOff.objects.select_related("user"),
    lines=[line("propose_off", _("Switching off proposed"), PROPOSED, who)], rows=STEPS, owes=OWES,
)  # fmt: skip
PROCEDURES = [KEY, DEMAND, SWITCH]
