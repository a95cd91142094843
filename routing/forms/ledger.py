"""What the ledger of directives can be asked for; it all lives in the address."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from routing.models import Directive


class LedgerFilter(forms.Form):
    """By rank, by leader, by year; each offers what there is among `rows`."""

    rank = forms.ChoiceField(label=_("Rank"), required=False)
    leader = forms.ChoiceField(label=_("Leader"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data, *, rows):
        """What is no choice filters nothing, and the page says so."""
        facets = ("rank", "leader__name", "leader_name", "written_on__year")
        there = list(rows.order_by().values_list(*facets).distinct())
        ranks = [rank for rank in Directive.Rank if rank in {row[0] for row in there}]
        names = sorted({name for row in there for name in row[1:3] if name})
        years = sorted({row[3] for row in there}, reverse=True)
        choices = {
            "rank": [(rank, rank.label) for rank in ranks],
            "leader": [(name, name) for name in names],
            "year": [(str(year), str(year)) for year in years],
        }
        asked = {name: data.get(name) for name in choices}
        self.wanted = {name: value for name, value in asked.items() if value in dict(choices[name])}
        super().__init__({name: value for name, value in asked.items() if value})
        for name, field in self.fields.items():
            field.choices = [("", _("All")), *choices[name]]

    def filtered(self, rows):
        if rank := self.wanted.get("rank"):
            rows = rows.filter(rank=rank)
        if name := self.wanted.get("leader"):
            rows = rows.filter(Q(leader__name=name) | Q(leader_name=name))
        if year := self.wanted.get("year"):
            rows = rows.filter(written_on__year=year)
        return rows
