"""People and organisations by their names, typed or pasted one after another: fit for 500 of them."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.pages.text import CleanText
from portal.people.models import Organisation
from reports.models.leads import informants

BETWEEN = re.compile(r"[、,，;；\n\t]")
MOST = 200  # names in one field
TOLD = 3  # of several that fit


class NamesField(CleanText):
    """Names; each must be one that there is, and only one. Cleaned: what bears them, each once."""

    def __init__(self, **kwargs):
        super().__init__(max_length=3000, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def clean(self, value):
        names = dict.fromkeys(name.strip() for name in BETWEEN.split(super().clean(value)))
        names = [name for name in names if name]
        if len(names) > MOST:
            raise ValidationError(_("At most %(count)s names.") % {"count": MOST})
        return list(dict.fromkeys(map(self._one, names)))

    def _one(self, name):
        found = self.bearing(name)
        if not found:
            raise ValidationError(_("“%(name)s” is not in the register.") % {"name": name})
        if len(found) > 1:
            several = "、".join(map(self.told, found[:TOLD]))
            raise ValidationError(
                _("“%(name)s” may be several: %(several)s. Write it out.")
                % {"name": name, "several": several}
            )
        return found[0]


class InformantsField(NamesField):
    """Informants; one of several with the same name is told by the organisation in brackets."""

    def bearing(self, name):
        name, _bracket, place = name.replace("(", "（").partition("（")
        rows = informants().filter(name=name.strip(), organisation__name__contains=place.strip("）) "))
        return list(rows.select_related("organisation"))

    def told(self, person):
        return f"{person.name}（{person.organisation}）"


class OrganisationsField(NamesField):
    """Organisations, by the whole name or by a part that no other one has."""

    def bearing(self, name):
        named = Organisation.objects.standing().filter(name__contains=name)
        return [each for each in named if each.name == name] or list(named)

    told = str
