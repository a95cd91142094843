"""The text of a report, and every version of it that ever counted."""

import hashlib
import json

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer

TITLE = 60  # characters of a title that is filed


class Text(models.Model):
    """Title and the three parts: what is the matter, why, what to do.

    The columns have room for whatever is typed into a draft; limits hold for what is filed.
    """

    PARTS = ("title", "situation", "analysis", "advice")
    template = "reports/text.html"  # by which it is shown

    title = models.TextField(_("title"), blank=True)
    situation = models.TextField(_("situation"), max_length=5000, blank=True)
    analysis = models.TextField(_("analysis"), max_length=5000, blank=True)
    advice = models.TextField(_("advice"), max_length=5000, blank=True)

    class Meta:
        abstract = True

    def parts(self):
        return {part: getattr(self, part) for part in self.PARTS}

    @property
    def heading(self):
        """The title as lists show it: a draft may lack one, or have far too long a one."""
        return Truncator(self.title[: 2 * TITLE]).chars(TITLE) or gettext("Untitled")

    @property
    def text_hash(self):
        """SHA-256 of exactly this text; approvals name it."""
        return hashlib.sha256(json.dumps(list(self.parts().values())).encode()).hexdigest()

    @property
    def length(self):
        """Characters of the body, counted as the committees count: without white space."""
        return sum(len("".join(getattr(self, part).split())) for part in self.PARTS[1:])


class Revision(Text):
    """One version of a report's text, never changed: the author's, each edited one, the signed one."""

    class Kind(models.TextChoices):
        AUTHOR = "author", _("Author's text")
        EDITED = "edited", _("Edited text")
        VETTED = "vetted", _("Vetted text")
        CHAIR = "chair", _("Chair's text")
        SIGNED = "signed", _("Signed text")

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=10, choices=Kind)
    by = doer()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def is_authors(self):
        return self.kind == self.Kind.AUTHOR

    @property
    def is_signed(self):
        return self.kind == self.Kind.SIGNED
