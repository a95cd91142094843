"""Asking for joint authors: one row each, people and organisations, in order, with a share."""

import re
from fractions import Fraction
from itertools import zip_longest

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.pages.text import CleanLine
from portal.people.models import Hat, Organisation, Role, User
from reports.models import Credit, possible_authors

COLUMNS = ("name", "field", "share")
BETWEEN = " · "  # a name and the organisation, as they are chosen
SPARE = 2  # empty rows to write into without a script
MOST, LONGEST = 30, 100
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
        lines = offered()
        rows = [*filled, *[("", "", "")] * SPARE]
        context["widget"]["rows"] = [(*row, bool(row[0]) and row[0] not in lines) for row in rows]
        context["widget"]["offered"] = lines
        context["widget"]["typed"] = bool(filled)
        return context


class CreditsField(forms.Field):
    """[Credit] in order. Shares are stated for all or for none, and leave the first author something."""

    widget = CreditsInput
    line, field_line = CleanLine(max_length=160, required=False), CleanLine(max_length=50, required=False)

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
        credits = chosen(credits)
        if any(len(credit.name) > LONGEST for credit in credits):
            raise forms.ValidationError(_("The name of a joint author is too long."))
        return credits


def as_typed(credits):
    """The rows of joint authors as the form asks for them; equal shares are left empty."""
    equal = len({credit.share for credit in credits}) == 1
    return [(_line(c), c.field, "" if equal else c.said.removesuffix("%")) for c in credits[1:]]


def _line(credit):
    return f"{credit.user.name}{BETWEEN}{credit.user.organisation}" if credit.user else credit.name


def _said(rows):
    """What stands in the rows, empty ones left out."""
    return [[str(cell).strip() for cell in row] for row in rows or [] if any(row)]


def offered():
    """{line: whom it leads to}: "name · organisation" of each who writes reports, and the organisations for
    which somebody speaks. Two of one name in one organisation cannot be told apart and are not offered.
    """
    people = possible_authors(User.objects.select_related("organisation").order_by("name", "pk"))
    lines, twice = {}, set()
    for user in people.only("name", "organisation__name"):
        line = f"{user.name}{BETWEEN}{user.organisation}"
        twice |= {line} & lines.keys()
        lines[line] = {"user": user}
    speaking = Hat.objects.filter(role__in=(Role.LIAISON, Role.CONVENER)).values("organisation")
    for each in Organisation.objects.filter(pk__in=speaking).order_by("name"):
        lines[each.name] = {"organisation": each}
    return {line: whom for line, whom in lines.items() if line not in twice}


def chosen(credits):
    """With the account where a line was chosen, with the organisation of that name; else it stays a name.

    Either is asked first; see reports.workflow.authorship.
    """
    if not credits:
        return []
    named = Organisation.objects.standing().filter(name__in=[credit.name for credit in credits])
    lines = {each.name: {"organisation": each} for each in named} | offered()
    return [_chosen(credit, lines.get(credit.name, {})) for credit in credits]


def _chosen(credit, whom):
    name = whom["user"].name if "user" in whom else credit.name
    return credit._replace(name=name, **whom)
