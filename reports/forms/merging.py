"""What the editor is asked who works several reports up into one piece."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import NoteForm
from portal.pages.sought import Sought
from portal.people.roles import hats_of
from reports.models import Report
from reports.search import hits
from reports.similar import similar
from reports.states import State

BOX = {"class": "form-control", "placeholder": _("Find among what is kept on file")}
SHOWN = 50  # of the queue, and of what was found on file


class MergeForm(NoteForm):
    """Which reports become part of this one: the editor's own, what waits in the queue or is kept on file."""

    reports = forms.ModelMultipleChoiceField(
        label=_("Reports"), queryset=Report.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one report."),
                        "invalid_choice": _("One of these reports is no longer there to be worked up.")},
    )  # fmt: skip

    q = Sought(label=_("Find among what is kept on file"), widget=forms.TextInput(attrs=BOX))

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.fields["reports"].queryset = self.rows = mergeable(hats_of(self.by, self.today), self.subject)
        self.confirmed = "find" not in (data or {})
        self.fields["reports"].required = self.confirmed

    def clean(self):
        data = super().clean()
        self.sought = data.pop("q", "")
        return data

    @property
    def chosen(self):
        """The ids that are ticked."""
        ticked = map(str, self["reports"].value() or ())
        return {int(pk) for pk in ticked if pk.isascii() and pk.isdecimal() and len(pk) < 18}

    def candidates(self):
        """[(heading, [(report, how much of it is alike in per cent, or None)])]; each report once."""
        sought = self.sought if self.is_bound and self.is_valid() else ""
        rows = self.rows.select_related("author", "organisation").prefetch_related("authors")
        alike = similar(self.subject.working.parts(), rows)
        kept = rows.filter(status=State.KEPT)
        found = hits(kept.order_by("-submitted_at", "-pk"), sought, office=True)[0] if sought else ()
        groups = [
            (_("Ticked"), _plain(rows.filter(pk__in=self.chosen))),
            (_("Similar"), alike),
            (_("Being edited by you"), _plain(rows.filter(status=State.EDITING))),
            (_("In the review queue"), _plain(rows.filter(status=State.SUBMITTED)[:SHOWN])),
            (_("Kept on file"), _plain(kept.filter(pk__in=found).order_by("-submitted_at", "-pk")[:SHOWN])),
        ]
        return _each_once(groups)


def _plain(rows):
    return [(row, None) for row in rows]


def _each_once(groups):
    seen = set()
    for heading, found in groups:
        new = [(row, share) for row, share in found if row.pk not in seen]
        seen |= {row.pk for row, _share in new}
        if new:
            yield heading, new


def mergeable(hats, host):
    """What this editor has taken up, but for what carries others itself; what anybody may take up."""
    own = Q(status=State.EDITING, taken_by=hats.user, carried=None)
    rows = Report.objects.visible_to(hats).filter(own | Q(status__in=[State.SUBMITTED, State.KEPT]))
    return rows.exclude(pk=host.pk).order_by("sign_by", "pk")
