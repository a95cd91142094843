"""What is asked about a revisit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.forms import StepForm
from portal.pages.forms import DayField, area
from portal.pages.text import CleanText
from portal.people.roles import wearing
from portal.people.rules import OFFICE
from routing.models import Revisit
from routing.models.revisits import had_a_hand


class PlanRevisitForm(forms.Form):
    """Who asks the author: of those in the office that day, without a hand in the matter."""

    person = forms.ModelChoiceField(label=_("Who asks the author"), queryset=None, empty_label="—")

    def __init__(self, *args, report, today, **kwargs):
        super().__init__(*args, **kwargs)
        people = wearing(OFFICE, today).exclude(pk__in=had_a_hand(report))
        self.fields["person"].queryset = people
        if not people:
            self.fields["person"].help_text = _("Everybody in the office today had a hand in it.")


class RevisitForm(StepForm):
    """How, when, what was said."""

    way = forms.ChoiceField(label=_("How"), choices=Revisit.Way.choices, widget=forms.RadioSelect)
    held_on = DayField(label=_("On which day"))
    said = CleanText(
        label=_("What was said"), max_length=3000, widget=area(6, 3000),
        help_text=_("Only the office reads this."),
    )  # fmt: skip

    def __init__(self, *args, at, **kwargs):
        super().__init__(*args, at=at, initial={"held_on": local_day(at)}, **kwargs)
