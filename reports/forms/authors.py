"""Asking for joint authors: one row each, people and organisations, in order, with a share."""

import re
from fractions import Fraction
from itertools import zip_longest

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.pages.text import CleanLine
from portal.people.models import Organisation, User
from reports.models import Credit, possible_authors

COLUMNS = ("name", "field", "share")
SPARE = 2  # empty rows to write into without a script
MOST = 30
PERCENT, PART = (
    re.compile("0*([1-9][0-9]?) ?%?", re.ASCII),
    re.compile("([1-9][0-9]?)/([1-9][0-9]?)", re.ASCII),
)


class CreditsInput(forms.Widget):
    """Rows of three boxes; the value is a list of (name, field, share) as typed."""

    template_name = "reports/credits.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        if not hasattr(data, "getlist"):
            return data.get(name, [])
        return list(zip_longest(*(data.getlist(f"{name}_{c}") for c in COLUMNS), fillvalue=""))

    def value_omitted_from_data(self, data, files, name):
        return f"{name}_{COLUMNS[0]}" not in data

    def get_context(self, name, value, attrs):
        filled = [row for row in value or [] if any(row)]
        context = super().get_context(name, value, attrs)
        context["widget"]["rows"] = [*filled, *[("", "", "")] * SPARE]
        return context


class CreditsField(forms.Field):
    """[Credit] in order. Shares are stated for all or for none, and leave the first author something."""

    widget = CreditsInput
    line, field_line = CleanLine(max_length=100, required=False), CleanLine(max_length=50, required=False)

    def has_changed(self, initial, data):
        return _said(initial) != _said(data)

    def to_python(self, value):
        rows = [row for row in value or [] if any(str(cell).strip() for cell in row)]
        if len(rows) > MOST:
            raise forms.ValidationError(_("At most %(count)s joint authors.") % {"count": MOST})
        return [self._credit(*row) for row in rows]

    def _credit(self, name, field, share):
        name = self.line.clean(name)
        if not name:
            raise forms.ValidationError(_("A row says something of a joint author but no name."))
        return Credit(name, field=self.field_line.clean(field), share=self._share(share))

    def _share(self, typed):
        if not (typed := str(typed).strip()):
            return None
        if percent := PERCENT.fullmatch(typed):
            return Fraction(int(percent[1]), 100)
        if part := PART.fullmatch(typed):
            return Fraction(int(part[1]), int(part[2]))
        raise forms.ValidationError(
            _("A share is a whole number of per cent from 1 to 99, or a fraction such as 1/3.")
        )

    def clean(self, value):
        credits = super().clean(value)
        shares = [credit.share for credit in credits if credit.share]
        if len({credit.name for credit in credits}) < len(credits):
            raise forms.ValidationError(_("A name stands here twice."))
        if shares and len(shares) < len(credits):
            raise forms.ValidationError(_("State a share for every joint author, or for none."))
        if sum(shares) >= 1:
            raise forms.ValidationError(_("The shares leave nothing to the first author."))
        return known(credits)


def as_typed(credits):
    """The rows of joint authors as the form asks for them; equal shares are left empty."""
    equal = len({credit.share for credit in credits}) == 1
    return [(c.name, c.field, "" if equal else c.said.removesuffix("%")) for c in credits[1:]]


def _said(rows):
    """What stands in the rows, empty ones left out."""
    return [[str(cell).strip() for cell in row] for row in rows or [] if any(row)]


def known(credits):
    """With the account where exactly one of those who write reports has the name, else with the organisation
    so called. Either is asked first; see reports.workflow.authorship.
    """
    names = [credit.name for credit in credits]
    people = {}
    for user in possible_authors(User.objects.filter(name__in=names)):
        people.setdefault(user.name, []).append(user)
    organisations = {o.name: o for o in Organisation.objects.filter(name__in=names)}
    return [_known(credit, people.get(credit.name, []), organisations.get(credit.name)) for credit in credits]


def _known(credit, people, organisation):
    if len(people) == 1:
        return credit._replace(user=people[0])
    return credit._replace(organisation=organisation)
