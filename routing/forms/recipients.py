"""Whom something is addressed to: readers with an account, and names on paper, one a line."""

import re
from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.pages.text import CleanText
from portal.people.models import Role, User
from routing.models import Line, Rank

MOST_LINES, LONGEST = 60, 50
COPIES = re.compile(r"(?:[×xX*]\s*(\d{1,4})\s*份?|(\d{1,4})\s*份)$")  # 市档案馆 ×2，市档案馆 2份


def leaders():
    return User.objects.filter(hats__role=Role.LEADER, is_active=True).distinct().order_by("id")


class PaperField(CleanText):
    """Names, one a line; “… ×3” is three copies. Its value is [(name, copies)]."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(name if copies == 1 else f"{name} ×{copies}" for name, copies in value)

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        rows = [_read(line) for line in super().clean(value).split("\n") if line.strip()]
        names = [name for name, _copies in rows]
        if len(rows) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines.") % {"most": MOST_LINES})
        if long := next((name for name in names if len(name) > LONGEST), None):
            raise ValidationError(_("“%(name)s” is too long.") % {"name": f"{long[:20]}…"})
        if twice := next((name for name, times in Counter(names).items() if times > 1), None):
            raise ValidationError(_("“%(name)s” stands here twice.") % {"name": twice})
        if any(not 0 < copies < 1000 for _name, copies in rows):
            raise ValidationError(_("From 1 to 999 copies."))
        return rows


def _read(line):
    found = COPIES.search(line := line.strip())
    name = line[: found.start()].rstrip() if found else ""
    return (name, int(found[1] or found[2])) if name else (line, 1)


class RecipientsForm(forms.Form):
    """The three lists at the end of an issue. Readers with an account stand in the first one."""

    readers = forms.ModelMultipleChoiceField(
        label=_("Readers in the portal"), queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )
    up = PaperField(
        label=_("Reported to (报), on paper"),
        help_text=_("One name a line; more than one copy as “… ×3”."),
    )  # fmt: skip
    peer = PaperField(label=_("Sent to (送), on paper"))
    down = PaperField(label=_("Issued to (发), on paper"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = leaders()

    def lines(self):
        """The recipients as they were asked for."""
        said = self.cleaned_data
        readers = [Line(Rank.UP, user=user) for user in said["readers"]]
        return readers + [
            Line(rank, name=name, copies=copies) for rank in Rank for name, copies in said[rank.value]
        ]


def typed(recipients):
    """The same as initial values of the form."""
    lines = [recipient.line for recipient in recipients.select_related("user")]
    paper = {
        rank.value: [(line.name, line.copies) for line in lines if line.rank == rank and line.name]
        for rank in Rank
    }
    return {"readers": [line.user.pk for line in lines if line.user]} | paper
