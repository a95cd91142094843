"""Who is who, asked as a question: what the rules of every app are made of."""

from django.utils.translation import gettext_lazy as _

from portal.people.states import ADMINISTRATORS, Role

# Who works on reports and therefore sees every filed one.
OFFICE = (Role.CLERK, Role.EDITOR, Role.VETTER, Role.CHAIR, Role.SIGNER, Role.SUPERVISOR)
EDITORS = (Role.CLERK, Role.EDITOR)


def called(words, refusal=None):
    """Gives a rule, or a circle of people, the name by which the table of procedures calls it.

    `refusal`: hats, subject -> why somebody who would usually may does not here; "" for anybody else.
    """

    def name(function):
        function.words, function.refusal = words, refusal or (lambda _hats, _subject: "")
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


def is_informant(hats):
    return hats.has(Role.INFORMANT)


def is_liaison(hats):
    return hats.has(Role.LIAISON)


def acts_for_units(hats):
    """Officers and heads of handling units."""
    return bool(hats.watched)


def is_administrator(hats):
    return hats.has(*ADMINISTRATORS)


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


def keeps_days(hats):
    """Days off and make-up days."""
    return hats.has(Role.CLERK, Role.SYSTEM_ADMIN)


def reads_procedures(hats, _subject=None):
    """How the work goes is no secret from those who answer for it or for the portal."""
    return hats.has(*OFFICE, *ADMINISTRATORS)


def sees_seats(hats):
    """Who sits where: the office reads it, and whoever sits in a post or proposes somebody for one."""
    return in_office(hats) or bool(hats.posts) or hats.has(Role.SYSTEM_ADMIN)


def names(hats, post, *, stand_in):
    """Whoever acts in the post above; for a stand-in also whoever holds the post."""
    return post.pk in hats.above or stand_in and post.pk in hats.held


def proposes(hats):
    """Names nobody alone: the post above confirms it."""
    return hats.has(Role.SYSTEM_ADMIN)


def confirming(post):
    """The code of the post that confirms who sits in this one: the post above.

    Where there is none, an administrator other than the one who proposes; for administrators the chair.
    """
    return post.covered_by_id or ("chair" if post.role in ADMINISTRATORS else "security")


@called(_("the post above, for somebody else"))
def confirms_seat(hats, seat):
    return confirming(seat.post) in hats.posts and seat.user_id != hats.user.pk


@called(_("the post above and the system administrator"))
def drops_seat(hats, seat):
    return confirms_seat(hats, seat) or proposes(hats)


@called(_("whoever sits there, and the post above"))
def ends_seat(hats, seat):
    return seat.user_id == hats.user.pk or seat.post_id in hats.above


def sets_cover(hats, post):
    """Whoever holds the post, and the post above: both give away what is theirs."""
    return post.pk in hats.held or post.pk in hats.above


def may_cover(hats, post, code):
    """Whether this person may have that post cover this one: never anew a post that is acted in oneself."""
    return code == post.covered_by_id or sets_cover(hats, post) and code not in hats.posts


@called(_("everybody in the office, and whoever sits in a post"))
def takes_leave(hats, day):
    """Whoever sits in a post, on leave that day or not."""
    return in_office(hats) or hats.user.seats.on(day).exists()


def enters_leave_of(hats, posts):
    """For whoever sits in these posts: the post above each; for whoever sits in none, the clerk."""
    return hats.above.issuperset(posts) if posts else is_clerk(hats)
