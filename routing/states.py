"""The stages of an issue, a directive and an assignment."""

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
    """A directive stays open until its last assignment is closed."""

    UNASSIGNED = "unassigned", _("Units to be named")
    ASSIGNED = "assigned", _("With the units")
    CLOSED = "closed", _("Closed")


class AssignmentState(models.TextChoices):
    """One unit's part of handling a report."""

    ASSIGNED = "assigned", _("To be signed for")
    HANDLING = "handling", _("Being handled")
    TIME_REQUESTED = "time_requested", _("More time requested")
    REPLIED = "replied", _("Reply under review")
    PASSED = "passed", _("Reply passed")
    RELEASED = "released", _("Released")


AT_UNIT = {AssignmentState.ASSIGNED, AssignmentState.HANDLING, AssignmentState.TIME_REQUESTED}
UNDER_WAY = AT_UNIT | {AssignmentState.REPLIED}
SENT = {IssueState.PUBLISHED, IssueState.CIRCULATED}  # out of the office, and frozen for ever
EVER_SIGNED = SENT | {IssueState.SIGNED}
HANDED_IN = {IssueState.AWAITING_VETTING, IssueState.AWAITING_SIGNOFF, IssueState.SIGNED}  # for approval
