"""What is asked about a new term: from when, who leaves, who comes, what goes on."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.pages.forms import DayField, area
from portal.pages.text import CleanLine, CleanText
from portal.people.models import User
from portal.register.workflow.terms import Plan, running

BETWEEN = re.compile(r"[、,，;；\n\t]")


def apart(line):
    """(name, sector) of “王强（教育界）”; the sector is "" where none stands in brackets."""
    name, _bracket, rest = line.replace("(", "（").partition("（")
    sector = rest.removesuffix(")").removesuffix("）")
    return (name.strip(), sector.strip()) if sector != rest else (line, "")


class TermForm(forms.Form):
    """`members`: the memberships that run, each with a tick whether it ends."""

    name = CleanLine(label=_("Name"), max_length=50, help_text=_("As it is written in documents."))
    since = DayField(
        label=_("First day"), help_text=_("Today or earlier; on the day before the last one ends.")
    )
    carry = forms.BooleanField(
        label=_("The sectors go on, in their groups"), required=False, initial=True,
        help_text=_("Without the tick the new term begins with no sectors, and members are in none."),
    )  # fmt: skip
    anew = forms.BooleanField(
        label=_("All conveners are named anew"), required=False,
        help_text=_("Without the tick only those end who leave."),
    )  # fmt: skip
    leave = forms.ModelMultipleChoiceField(label=_("Who leaves"), queryset=None, required=False)
    come = CleanText(
        label=_("Who comes"), max_length=5000, required=False, widget=area(4, 5000),
        help_text=_("People of the register, separated by “、”; the sector in brackets if there is one."),
    )  # fmt: skip

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = running(term)
        self.fields["leave"].queryset = self.members
        self.sectors = set(term.sectors.values_list("name", flat=True)) if term else set()

    def clean_come(self):
        """[(user, the name of a sector or "")], each once."""
        names = dict.fromkeys(filter(None, map(str.strip, BETWEEN.split(self.cleaned_data["come"]))))
        return tuple(dict(map(self._one, names)).items())

    def _one(self, line):
        name, sector = apart(line)
        people = User.objects.filter(name=name, is_active=True)[:2]
        if len(people) != 1:
            words = _("“%(name)s” is borne by nobody or by several in the register.")
            raise forms.ValidationError(words % {"name": name})
        if sector and sector not in self.sectors:
            raise forms.ValidationError(_("There is no sector “%(name)s”.") % {"name": sector})
        return people[0], sector

    def clean(self):
        data = super().clean()
        if not data.get("carry") and any(sector for _user, sector in data.get("come") or ()):
            self.add_error("come", _("Without sectors nobody comes into one."))
        return data

    def says(self, term):
        data = self.cleaned_data
        return (data.get("name"), data.get("since")) == (term.name, term.since)

    def plan(self):
        data = self.cleaned_data
        leave = frozenset(row.pk for row in data["leave"])
        return Plan(data["name"], data["since"], leave, data["come"], data["carry"], data["anew"])

    @property
    def rows(self):
        """[(sector, [(membership, whether it is ticked)])] for the page."""
        ticked = set(self.data.getlist("leave")) if self.is_bound else set()
        found = {}
        for row in self.members:
            found.setdefault(row.sector, []).append((row, str(row.pk) in ticked))
        return list(found.items())
