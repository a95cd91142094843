"""The stages of a report and of what a station keeps, and the named sets of them that lists use."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """One column, one meaning: where the report itself stands. Issues and assignments have their own."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned to the author")
    EDITING = "editing", _("Being edited")
    MERGED = "merged", _("Merged into another")
    AWAITING_VETTING = "awaiting_vetting", _("Awaiting vetting")
    WITH_CHAIR = "with_chair", _("With the chair")
    AWAITING_SIGNOFF = "awaiting_signoff", _("Awaiting sign-off")
    SIGNED = "signed", _("Signed off")
    PLACED = "placed", _("Placed in an issue")
    ISSUED = "issued", _("Issued")
    HANDLING = "handling", _("Being handled")
    ANSWERED = "answered", _("Answered")
    CONTESTED = "contested", _("Author not satisfied")
    CLOSED = "closed", _("Closed")
    KEPT = "kept", _("Kept on file")
    REFUSED = "refused", _("Not adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SEALED = "sealed", _("Sealed")
    PURGED = "purged", _("Purged")
    DELETED = "deleted", _("Deleted by its author")  # a draft, of which the number is left


ENDED = {State.CLOSED, State.KEPT, State.REFUSED, State.WITHDRAWN, State.PURGED}
NOT_ADOPTED = {State.KEPT, State.REFUSED}  # each with a coded ground and words to the author
UNFILED = {State.DRAFT, State.DELETED}
OPEN = set(State) - ENDED - UNFILED
IN_REVIEW = {
    State.SUBMITTED, State.EDITING, State.AWAITING_VETTING, State.WITH_CHAIR, State.AWAITING_SIGNOFF,
}  # fmt: skip
TO_BE_REPORTED = {State.SIGNED, State.PLACED}  # signed, and not yet before the leaders or a unit
UNSIGNED = {State.EDITING, State.AWAITING_VETTING, State.AWAITING_SIGNOFF}  # on its way to the signature
# Classified matter is met at any time until it is published, and after a report has ended unpublished.
SEALABLE = {
    State.SUBMITTED, State.RETURNED, State.EDITING, State.AWAITING_VETTING, State.WITH_CHAIR,
    State.AWAITING_SIGNOFF, State.SIGNED, State.PLACED, State.KEPT, State.REFUSED, State.WITHDRAWN,
}  # fmt: skip
WITH_AUTHOR = {State.DRAFT, State.RETURNED}
# What a leader may have read: in an issue, or on paper as soon as it was signed.
DIRECTABLE = {
    State.SIGNED, State.PLACED, State.ISSUED, State.HANDLING, State.ANSWERED, State.CONTESTED, State.CLOSED,
}  # fmt: skip
# What a directive has moved on while its issue was not out yet.
UNDER_DIRECTIVE = DIRECTABLE - {State.SIGNED, State.PLACED, State.ISSUED}
OUT_OF_SIGHT = {State.SEALED, State.PURGED}  # of which the stubs are known
GONE = OUT_OF_SIGHT | {State.DELETED}  # from every page, list, search, export and download


class LeadState(models.TextChoices):
    """A lead takes answers until the end of its closing date, or until the office closes it."""

    OPEN = "open", _("Open")
    ENDED = "ended", _("Closed early")


class CommissionState(models.TextChoices):
    """One order to one holder, from asking to the report that comes of it."""

    ASKED = "asked", _("To be accepted")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Withdrawn by the office")


class MatterState(models.TextChoices):
    """A consultation or a micro-suggestion, from the first word to what became of it."""

    RECEIVED = "received", _("To be looked at")
    OPEN = "open", _("Open")
    WRITING = "writing", _("Report being written")
    REPORTED = "reported", _("Became a report")
    SETTLED = "settled", _("Settled")
    PASSED_ON = "passed_on", _("Passed on")
    SET_ASIDE = "set_aside", _("Set aside")


UNREVIEWED = {MatterState.RECEIVED, MatterState.SET_ASIDE}  # counts for nothing
MATTER_OPEN = {MatterState.RECEIVED, MatterState.OPEN, MatterState.WRITING}


class AppointmentState(models.TextChoices):
    """One term of an invited informant."""

    CURRENT = "current", _("Appointed")
    RENEWED = "renewed", _("Renewed by the next term")
    ENDED = "ended", _("Appointment ended")
