"""What the page of supervision can be asked for, and the word with which one chases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.supervision import HOW
from portal.ledger.registry import OWED
from portal.pages.forms import area
from portal.pages.text import CleanText
from portal.people.models import Organisation


class SupervisionFilter(forms.Form):
    """How it stands, with which unit, what is owed; it all lives in the address."""

    how = forms.ChoiceField(label=_("How late"), choices=HOW.items())
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All"))
    kind = forms.ChoiceField(label=_("What is owed"), required=False)

    def __init__(self, *args, seen, **kwargs):
        """Offers what there is among the duties that are `seen`."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Organisation.objects.filter(pk__in=seen.order_by().values("unit"))
        kinds = seen.order_by("kind").values_list("kind", flat=True).distinct()
        self.fields["kind"].choices = [("", _("All")), *((kind, OWED[kind].label) for kind in kinds)]

    def filtered(self, duties, how):
        asked = self.cleaned_data
        duties = duties.filter(how[asked["how"]])
        if asked["unit"]:
            duties = duties.filter(unit=asked["unit"])
        return duties.filter(kind=asked["kind"]) if asked["kind"] else duties


class ChaseForm(forms.Form):
    """A word to all that is ticked."""

    note = CleanText(
        label=_("In these words"), max_length=200, widget=area(2, 200),
        initial=_("Please handle this without delay and reply in time."),
    )  # fmt: skip
