"""Which units get a matter, what is asked of them, by when, and which files go along."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import StepForm
from portal.pages.forms import area
from portal.pages.text import CleanText
from routing.forms.task import TaskForm
from routing.models import Kind
from routing.suggest import named, suggest, units


class LeadForm(forms.Form):
    """Which unit answers: one of those suggested, each with its reason under it, or any other."""

    lead = forms.ModelChoiceField(
        label=_("Lead unit"),
        queryset=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    other = forms.ModelChoiceField(label=_("Another unit"), queryset=None, required=False, empty_label="—")

    nobody = ""  # what it is called when no unit is named; empty where one must be

    def __init__(self, *args, suggestions=(), every=None, **kwargs):
        """`every` are the choices of all units, where several forms on a page share them."""
        super().__init__(*args, **kwargs)
        lead, other = self.fields["lead"], self.fields["other"]
        lead.queryset = other.queryset = units()
        other.widget.choices = [("", other.empty_label), *(every or unit_choices())]
        nobody = [("", self.nobody)] if self.nobody else []
        lead.widget.choices = [*nobody, *((one.unit.pk, with_reasons(one)) for one in suggestions)]
        if not lead.widget.choices:  # nothing to suggest: one list of all units
            lead.widget = forms.Select()
            lead.widget.choices = other.widget.choices
            del self.fields["other"]

    def clean(self):
        """The verb takes a list: a matter can also be split between several leads."""
        data = super().clean()
        lead, other = data.get("lead"), data.pop("other", None)
        if lead and other and lead != other:
            self.add_error("other", _("Choose one unit: a suggested one or another."))
        elif not (lead or other or self.nobody) and not {"lead", "other"} & self.errors.keys():
            self.add_error("lead", _("Name the unit that answers."))
        chosen = [lead or other] if lead or other else None
        require_readers(self, {"lead" if lead else "other": chosen or ()})
        data["lead"] = chosen
        return data


def unit_choices():
    return [(unit.pk, named(unit)) for unit in units()]


def with_reasons(suggestion):
    """The unit, and under it why it is suggested."""
    why = format_html_join("", '<span class="why">{}</span>', ((reason,) for reason in suggestion.reasons))
    return format_html("{}{}", named(suggestion.unit), why)


def require_readers(form, chosen):
    """`chosen` is {field: units}: what nobody can read is given to nobody."""
    for field, those in chosen.items():
        for unit in those:
            if not unit.reads:
                words = _(
                    "Nobody can sign in for %(unit)s and read it. Name another unit, or have an account made."
                )
                form.add_error(field, words % {"unit": unit})


FOUND = {"data-find": _("Type part of a unit's name")}  # js/fields.js
TASK = ["urgency", "due_on", "by_leader", "due_why", "enclosed"]


class UnitsForm(TaskForm):
    """One unit that answers alone or with co-units, or several that each answer for their part."""

    lead = forms.ModelMultipleChoiceField(
        label=_("Lead unit"), queryset=None, required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )  # fmt: skip
    other = forms.ModelMultipleChoiceField(
        label=_("Another unit"), queryset=None, required=False,
        widget=forms.CheckboxSelectMultiple(attrs=FOUND),
    )  # fmt: skip
    co = forms.ModelMultipleChoiceField(
        label=_("Co-units"), queryset=None, required=False,
        widget=forms.CheckboxSelectMultiple(attrs=FOUND),
    )  # fmt: skip
    request = CleanText(label=_("What is asked"), max_length=1000, required=False, widget=area(3, 1000))

    before, scripts = "routing/kinds.html", ["js/kinds.js"]
    field_order = ["lead", "other", "co", "request", *TASK]
    kinds = Kind  # the page says what follows from each
    nobody = ""  # what it is called when no unit is named; empty where one must be

    def __init__(self, *args, suggestions=(), reports=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(reports)
        every = unit_choices()
        for name in ("lead", "other", "co"):
            self.fields[name].queryset = units()
            self.fields[name].widget.choices = every
        lead = self.fields["lead"]
        lead.help_text = self.nobody
        if suggestions:
            lead.widget.choices = [(one.unit.pk, with_reasons(one)) for one in suggestions]
        else:  # one list of all units
            lead.widget.attrs = dict(FOUND)
            self.fields["other"].widget = forms.MultipleHiddenInput()

    def clean(self):
        data = super().clean()
        suggested, others = data.get("lead") or (), data.pop("other", None) or ()
        leads = [*suggested, *others]
        data["lead"] = list(dict.fromkeys(leads)) or None
        named = leads or {"lead", "other"} & self.errors.keys()
        if not (named or self.nobody):
            self.add_error("lead", _("Name the unit that answers."))
        if not named and self.nobody and (data.get("request") or data.get("due_on")):
            self.add_error("lead", _("Name the unit too: what is asked, and by when, is said to the unit."))
        require_readers(self, {"lead": suggested, "other": others, "co": data.get("co") or ()})
        if "co" in data:
            data["co"] = [unit for unit in data["co"] if unit not in leads]
            if data["co"] and len(leads) > 1:
                self.add_error("co", _("Only one lead unit has co-units."))
            elif data["co"] and not leads:
                self.add_error("co", _("Name the lead unit that they help."))
        return data


class TransferForm(StepForm, UnitsForm):
    """To which units a report goes without a directive, so that no leader can have set a day."""

    def __init__(self, *args, subject, **kwargs):
        found = suggest([subject])[subject.pk]
        super().__init__(*args, subject=subject, suggestions=found, reports=[subject], **kwargs)
        del self.fields["by_leader"]
