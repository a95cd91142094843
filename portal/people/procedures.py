"""What the journal tells of posts and of leave, and the way of a proposal for a post."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.days.deadlines import same_day
from portal.ledger.forms import ReasonedForm, StepForm
from portal.ledger.reading import own_page
from portal.ledger.registry import Procedure
from portal.ledger.rows import Holder, Line, Owed, Sees, Step, Tell, to
from portal.people import workflow
from portal.people.concerned import of_the_cover, of_the_leave, of_the_post
from portal.people.models import Absence, Organisation, Post, Seat
from portal.people.rules import confirming, confirms_seat, drops_seat, ends_seat, sees_seats
from portal.people.states import SeatState as S

POSTS = to("posts")


def who_where(entry):
    """Who is named for what, and for which days."""
    said = entry.changes
    if "since" not in said:
        return f"{entry.subject.post} {entry.subject.user}"
    days = f"{said['since']} – {said['until']}" if "until" in said else said["since"]
    return f"{said['post']} {said['user']} ({days})"


def who_away(entry):
    """Who is away when, and who stands in."""
    said = entry.changes
    return " ".join(said[name] for name in ("user", "since", "until", "stand_in") if name in said)


def which_post(entry):
    return str(Post.objects.get(pk=entry.changes["post"]))


def where_seen(_subject, hats):
    """The page of the posts; the own desk for whoever does not read that yet."""
    return reverse("posts" if sees_seats(hats) else "desk")


def told(circle, words):
    return Tell(circle, words, leads_to=where_seen)


def line(name, label, circle, words, says):
    return Line(name, label, tell=told(circle, words), author=Sees.NOTHING, says=says)


NAMED = _("Named for a post: %(what)s.")
LINES = [
    line("name_seat", _("Named for a post"), of_the_post, NAMED, who_where),
    line(
        "propose_seat", _("Proposed for a post"), of_the_post, _("Proposed for a post: %(what)s."), who_where
    ),
    line("end_seat", _("Leaves the post"), of_the_post, _("Leaves the post: %(what)s."), who_where),
]
STEPS = [
    Step(
        "confirm_seat", _("Confirm"), {S.PROPOSED}, S.NAMED, may=confirms_seat, verb=workflow.confirm_seat,
        main=True, form=StepForm, then=POSTS, done=_("Confirmed for a post"), says=who_where,
        author=Sees.NOTHING,
        tell=told(of_the_post, NAMED),
    ),
    Step(
        "drop_seat", _("Do not name"), {S.PROPOSED}, S.DROPPED, may=drops_seat, verb=workflow.drop_seat,
        form=ReasonedForm, then=POSTS, done=_("Not named for the post"), says=who_where, author=Sees.NOTHING,
        tell=told(of_the_post, _("Not named for the post: %(what)s.")),
    ),
    Step(
        "take_back_seat", _("Take back"), {S.NAMED}, S.DROPPED, may=ends_seat,
        done=_("Taken back before it began"), says=who_where, author=Sees.NOTHING,
        tell=told(of_the_post, _("Not named for the post: %(what)s.")),
    ),
]  # fmt: skip
THE_POST_ABOVE = Holder(
    lambda seat: Post(pk=confirming(seat.post)), _("the post above"), _("whoever covers the post")
)
OWES = {
    S.PROPOSED: [
        Owed(
            "confirm_seat", _("Confirm who sits in a post"), THE_POST_ABOVE, same_day,
            page=own_page("confirm_seat"),
        ),
    ],
}  # fmt: skip


def visible(hats):
    return Seat.objects.all() if sees_seats(hats) else Seat.objects.none()


SEAT = Procedure(
    Seat, place="seats", seen=visible, lines=LINES, rows=STEPS, owes=OWES,
    told=Seat.objects.select_related("user", "post"),
)  # fmt: skip
LEAVE = Procedure(
    Absence,
    lines=[
        line("enter_leave", _("Leave entered"), of_the_leave, _("Leave entered: %(what)s."), who_away),
        line("end_leave", _("Back from leave"), of_the_leave, _("Back from leave: %(what)s."), who_away),
    ],
    told=Absence.objects.select_related("user"),
)
COVERED = _("Which post covers this one has been changed: %(what)s.")
OFFICE = Procedure(
    Organisation,
    lines=[line("cover", _("Another post covers this one"), of_the_cover, COVERED, which_post)],
    told=Organisation.objects.all(),
)
PROCEDURES = [SEAT, LEAVE, OFFICE]
