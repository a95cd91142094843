"""What the journal tells of accounts, and whom it tells: each hears of what is done with the own account."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.concerned import of_the_account, who_follows
from portal.ledger.registry import Addition
from portal.ledger.rows import NOBODY, Line, Sees, Tell, nothing
from portal.people.models import Role, User

LABELS = {
    "username": _("User name"), "email": _("Mail address"), "phone": _("Phone"), "roles": _("Roles"),
}  # fmt: skip


def what_changed(entry):
    """Which of it, with roles before and after."""
    said = [str(label) for key, label in LABELS.items() if key in entry.changes and key != "roles"]
    return "、".join([*said, *filter(None, [roles_in(entry)])])


def roles_in(entry):
    if "roles" not in entry.changes:
        return ""
    before, after = ({*roles} for roles in entry.changes["roles"])
    signs = [("+", after - before), ("−", before - after)]
    return " ".join(f"{sign}{Role(role).label}" for sign, roles in signs for role in sorted(roles))


def who_has_it_now(entry):
    said = [entry.changes.get("successor"), *entry.changes.get("handed", [])]
    passed = gettext("%(n)d matters passed on") % {"n": entry.changes["passed_on"]}
    return " · ".join([*filter(None, said[:1]), passed])


def the_profile(_subject, _hats):
    return reverse("profile")


def the_desk(_subject, _hats):
    return reverse("desk")


def line(name, label, words, says=nothing, *, aside=True):
    tell = Tell(of_the_account, words, leads_to=the_profile) if words else NOBODY
    return Line(name, label, tell=tell, author=Sees.NOTHING, says=says, aside=aside)


ACCOUNT = Addition(
    User,
    lines=[
        line("create_account", _("Account made"), None, roles_in, aside=False),
        line(
            "change_account", _("Account changed"), _("Your account was changed: %(what)s."), what_changed,
            aside=False,
        ),
        Line(
            "close_account", _("Account switched off"), author=Sees.NOTHING, says=who_has_it_now,
            tell=Tell(
                who_follows, _("You follow somebody whose account was switched off: %(what)s."),
                leads_to=the_desk,
            ),
        ),
        line(
            "open_account", _("Account switched on again"), _("Your account was switched on again."),
            aside=False,
        ),
        line("give_link", _("Link sent by mail"), None),
        line(
            "give_code", _("Code printed"),
            _("A code was printed with which you can set a new password."),
        ),
        line("come_in_by_link", _("Password set by a link"), _("Your password was set by a mailed link.")),
        line("come_in_by_code", _("Password set by a code"), _("Your password was set by a printed code.")),
        line("change_password", _("Password changed"), _("Your password was changed.")),
        line("sign_out_everywhere", _("Signed out everywhere"), _("You were signed out on all devices.")),
    ],
)  # fmt: skip
PROCEDURES = [ACCOUNT]
