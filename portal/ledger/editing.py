"""Pages that change what somebody else may change at the same time: nothing is overwritten unseen.

Each form carries the version that it was drawn on. Where that has passed, it comes again with what was typed;
beside it stands who changed it, when, and what it is now. It is on the newest version then, so that saving it
is a decision.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.translation import gettext as _

from portal.ledger.engine import TooLate, decided
from portal.pages.forms import posted


class VersionedForm(forms.Form):
    """Begins with what stands, and with its version: a count of its own, or of the lines of its journal."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    stands_on = "version"  # the field that says on what it was drawn
    overtaken = None  # {who, when, rows: [(label, what stands now)]}

    def said(self):
        """What its verb is called with."""
        return self.cleaned_data

    def differing(self):
        """The names of the fields in which something else was typed than stands."""
        return [name for name in self.changed_data if not self[name].is_hidden]

    def overtake(self, last):
        """Sets it on what stands now; `last` is the journal's line of that."""
        rows = [(self[name].label, _standing(self[name])) for name in self.differing()]
        who, when = (last.actor, last.at) if last else (None, None)
        self.overtaken = {"who": who, "when": when, "rows": rows}
        self.data = self.data.copy()
        self.data[self.stands_on] = self.initial[self.stands_on]


def _standing(bound):
    """What a field begins with, in words."""
    field, value = bound.field, bound.initial
    if hasattr(field, "choices"):
        labels = {str(key): str(label) for key, label in field.choices}
        keys = value if isinstance(value, list | tuple) else [value]
        words = [labels.get(str(getattr(key, "pk", key)), "") for key in keys if key is not None]
        return "、".join(filter(None, words))
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    return localize(field.prepare_value(value))


def edit(request, make, verb, subject):
    """(the form, whether what was typed stands now)

    `make` takes what was sent, and makes a form that begins with what stands at that moment; `verb` raises
    TooLate on a version that has passed; `subject()` is whose journal says by whom it was changed last.
    """
    form = make(posted(request))
    if not form.is_valid():
        return form, False
    try:
        verb(by=request.user, at=request.now, **form.said())
    except ValidationError as error:
        form.add_error(None, error)
        return form, False
    except TooLate:
        form = make(posted(request))
        if form.is_valid() and form.differing():
            form.overtake(decided(subject()).select_related("actor").last())
            return form, False
    messages.success(request, _("Saved."))
    return form, True
