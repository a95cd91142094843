"""The stages of an issue, a directive, an assignment and a filing, and the levels above and below."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssueState(models.TextChoices):
    """An issue of the special report, from composing to the readers."""

    DRAFT = "draft", _("Being composed")
    AWAITING_VETTING = "awaiting_vetting", _("Awaiting vetting")
    AWAITING_SIGNOFF = "awaiting_signoff", _("Awaiting sign-off")
    SIGNED = "signed", _("Signed off")
    PUBLISHED = "published", _("Published")
    CIRCULATED = "circulated", _("Read by all")
    VOID = "void", _("Void")


class DirectiveState(models.TextChoices):
    """A directive stays open until its last assignment is closed and the leader knows of it."""

    UNASSIGNED = "unassigned", _("Units to be named")
    ASSIGNED = "assigned", _("With the units")
    HANDLED = "handled", _("To be reported back")
    CLOSED = "closed", _("Closed")


class AssignmentState(models.TextChoices):
    """One unit's part of handling a report."""

    ASSIGNED = "assigned", _("To be signed for")
    HANDLING = "handling", _("Being handled")
    WAITING = "waiting", _("Waiting for others")
    TIME_REQUESTED = "time_requested", _("More time requested")
    RETURN_REQUESTED = "return_requested", _("Return requested")
    REPLIED = "replied", _("Reply under review")
    PASSED = "passed", _("Reply passed")
    OPINION_SENT = "opinion_sent", _("Opinion sent to the lead unit")
    RELEASED = "released", _("Released")
    RETURNED = "returned", _("Returned")
    RECALLED = "recalled", _("Taken back by the office")


class PromiseState(models.TextChoices):
    """What a unit has promised, until it is kept or given up."""

    OPEN = "open", _("To be kept")
    REPORTED = "reported", _("Reported, to be confirmed")
    KEPT = "kept", _("Kept")
    GIVEN_UP = "given_up", _("Given up")
    SUPERSEDED = "superseded", _("Replaced")


PROMISED = {PromiseState.OPEN, PromiseState.REPORTED}
AT_UNIT = {
    AssignmentState.ASSIGNED, AssignmentState.HANDLING, AssignmentState.WAITING,
    AssignmentState.TIME_REQUESTED, AssignmentState.RETURN_REQUESTED,
}  # fmt: skip
UNDER_WAY = AT_UNIT | {AssignmentState.REPLIED}
HANDED_OVER = {AssignmentState.RETURNED, AssignmentState.RECALLED}  # another unit has it, or nobody
SENT = {IssueState.PUBLISHED, IssueState.CIRCULATED}  # out of the office, and frozen for ever
EVER_SIGNED = SENT | {IssueState.SIGNED}
HANDED_IN = {IssueState.AWAITING_VETTING, IssueState.AWAITING_SIGNOFF, IssueState.SIGNED}  # for approval


class Level(models.TextChoices):
    """Where a report can be taken up, from below to above; the parties have lines of their own."""

    DISTRICT = "district", _("District or county")
    CITY = "city", _("City or prefecture")
    PROVINCE = "province", _("Province")
    NATIONAL = "national", _("National")
    PARTY = "party", _("Party lines")


class FilingState(models.TextChoices):
    """A batch of reports filed upward, from choosing them to what became of them."""

    DRAFT = "draft", _("Being prepared")
    SENT = "sent", _("Sent upward")
    RECEIVED = "received", _("Receipt recorded")
    CLOSED = "closed", _("Closed")
    DROPPED = "dropped", _("Given up before it was sent")


NEVER_SENT = {FilingState.DRAFT, FilingState.DROPPED}  # without a number; nothing of it is heard


class EventState(models.TextChoices):
    """What was once entered of an adoption is never deleted: if it was wrong, it is struck."""

    STANDS = "stands", _("Stands")
    STRUCK = "struck", _("Struck")


class InspectionState(models.TextChoices):
    """An inspection on site, from the plan until everything it found is mended."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held, to be recorded")
    MENDING = "mending", _("Being mended")
    DONE = "done", _("All settled")
    CANCELLED = "cancelled", _("Called off")


class RevisitState(models.TextChoices):
    """Asking an author, after the end, how it went."""

    PLANNED = "planned", _("To be made")
    MADE = "made", _("Made")
    DROPPED = "dropped", _("Called off")


class FindingState(models.TextChoices):
    """One item of an inspection."""

    LISTED = "listed", _("To be looked at")
    FINE = "fine", _("Nothing to mend")
    MENDING = "mending", _("To be mended by the unit")
    ANSWERED = "answered", _("To be checked by the office")
    MENDED = "mended", _("Mended")
    DROPPED = "dropped", _("Not looked at")
