"""Who is who, asked as a question: what the rules of every app are made of."""

from django.utils.translation import gettext_lazy as _

from portal.people.states import ADMINISTRATORS, Role

# Who works on reports and therefore sees every filed one.
OFFICE = (Role.CLERK, Role.EDITOR, Role.VETTER, Role.CHAIR, Role.SIGNER, Role.SUPERVISOR)
EDITORS = (Role.CLERK, Role.EDITOR)


def called(words):
    """Gives a rule, or a circle of people, the name by which the table of procedures calls it."""

    def name(function):
        function.words = words
        return function

    return name


@called(_("the clerk"))
def is_clerk(hats, _subject=None):
    return hats.has(Role.CLERK)


@called(_("the clerk and the editors"))
def is_editor(hats, _subject=None):
    return hats.has(*EDITORS)


@called(_("the signer"))
def is_signer(hats, _subject=None):
    return hats.has(Role.SIGNER)


@called(_("the vetter"))
def is_vetter(hats, _subject=None):
    return hats.has(Role.VETTER)


@called(_("the chair"))
def is_chair(hats, _subject=None):
    return hats.has(Role.CHAIR)


@called(_("a leader"))
def is_leader(hats, _subject=None):
    return hats.has(Role.LEADER)


@called(_("the security administrator"))
def is_security(hats, _subject=None):
    return hats.has(Role.SECURITY_ADMIN)


@called(_("everybody in the office"))
def in_office(hats, _subject=None):
    return hats.has(*OFFICE)


@called(_("nobody: it follows from something else"))
def nobody(_hats, _subject):
    """The step follows from another one, or from the clock."""
    return False


@called(_("the clerk and the system administrator"))
def keeps_seats(hats, _subject=None):
    return hats.has(Role.CLERK, Role.SYSTEM_ADMIN)


def reads_procedures(hats, _subject=None):
    """How the work goes is no secret from those who answer for it or for the portal."""
    return hats.has(*OFFICE, *ADMINISTRATORS)


def sees_seats(hats):
    """Who sits where: the office reads it, too."""
    return in_office(hats) or keeps_seats(hats)


@called(_("everybody in the office, and whoever sits in a post"))
def takes_leave(hats, day):
    """Whoever sits in a post, on leave that day or not; those who keep the posts enter that of others."""
    return keeps_seats(hats) or in_office(hats) or hats.user.seats.on(day).exists()
