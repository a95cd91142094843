"""Why a report is returned or kept on file: a fixed list of codes with words for the author."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models import Entry


class Reason(models.TextChoices):
    """Grounds in use at committees' public notices and writing guides."""

    NO_ADVICE = "no_advice", _("Names a problem but gives no advice")
    NO_FACTS = "no_facts", _("Opinion without facts")
    UNVERIFIED = "unverified", _("Facts or figures not checked")
    MULTI_MATTER = "multi_matter", _("More than one matter")
    TOO_LONG = "too_long", _("Over the length")
    FORMAT = "format", _("Fields missing or in the wrong place")
    DUPLICATE = "duplicate", _("Already reported")
    KNOWN = "known", _("Existing policy already covers it")
    STALE = "stale", _("Out of date")
    OUT_OF_SCOPE = "out_of_scope", _("Beyond the powers of this level")
    PERSONAL_CASE = "personal_case", _("A private matter")
    LITIGATION = "litigation", _("In court, arbitration, review or petition channels")
    ACCUSATION = "accusation", _("Accuses a named person")
    PARTY_INTERNAL = "party_internal", _("Internal matter of the Party or of a democratic party")
    PROMOTION = "promotion", _("Promotes a product, work or firm")
    ACADEMIC = "academic", _("Academic discussion only")
    PLAGIARISM = "plagiarism", _("Copied from elsewhere")


SAYING_WHY = {"return_to_author", "keep_on_file", "conclude"}


def outcome(report):
    """What the author was told when the report came back or ended: the entry, its ground in words."""
    entry = Entry.objects.about(report).filter(changes__status__1=report.status).last()
    if not entry or entry.kind not in SAYING_WHY:
        return None
    if "reason" in entry.changes:
        entry.ground = Reason(entry.changes["reason"]).label
    return entry
