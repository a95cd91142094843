"""What is asked of a leader: one line, and perhaps a unit."""

import uuid

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.text import CleanText
from routing.forms.assignments import units
from routing.models import Assignment

SUGGESTED = 4  # units named first


class DirectiveForm(forms.Form):
    """One line from the leader; the unit may be left to the office."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = CleanText(
        label=_("Directive"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    lead = forms.ModelChoiceField(
        label=_("To which unit"), queryset=None, required=False, empty_label=_("The office shall name it")
    )

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        lead = self.fields["lead"]
        lead.queryset = units()
        lead.widget.choices = [("", lead.empty_label), *choices]

    def clean_lead(self):
        return [self.cleaned_data["lead"]] if self.cleaned_data["lead"] else None


def unit_choices(categories):
    """{category: choices}: first the units that had most of such matters, then all. Two queries."""
    every = [(unit.pk, unit.name) for unit in units()]
    names = dict(every)
    had = Assignment.objects.filter(report__category__in=categories).values("report__category", "unit")
    had = had.annotate(times=Count("pk")).order_by("-times", "unit")
    choices = {}
    for category in categories:
        known = [row["unit"] for row in had if row["report__category"] == category and row["unit"] in names]
        usual = [(unit, names[unit]) for unit in known[:SUGGESTED]]
        choices[category] = [(_("Suggested"), usual), (_("All units"), every)] if usual else every
    return choices
