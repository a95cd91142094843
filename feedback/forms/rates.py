"""Of which period the three rates are asked, which one ranks the units, which cases stand behind a number."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.three_rates import RATES, STANDING, standings
from portal.days.periods import OWN, Period, offered
from portal.people.models import Organisation
from reports.forms.lists import day


def between(form, data):
    """The Period from the one day to the other; None, with an error in the form, where it is none."""
    since, until = data.get("since"), data.get("until")
    if since and until and since > until:
        form.add_error("until", _("This day is before the first one."))
        return None
    return Period(since, until) if since and until else None


class RatesForm(forms.Form):
    """A month, a quarter, a year, or own dates."""

    period = forms.ChoiceField(label=_("Period"))
    since, until = day(_("From")), day(_("To"))
    by = forms.ChoiceField(label=_("Ranked by"), required=False, choices=list(RATES.items()))

    def __init__(self, data, *, today):
        self.offered = {name: period for name, period, _called in offered(today)}
        asked = {"period": f"{today:%Y}-01-12", "by": "reply"} | data.dict()
        super().__init__(asked)
        called = [(name, called) for name, _period, called in offered(today)]
        self.fields["period"].choices = [*called, (OWN, _("Own dates"))]

    def clean(self):
        """Adds `of`, the Period."""
        data = super().clean()
        if data.get("period") == OWN:
            for name in ("since", "until"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("Name the day."))
            data["of"] = between(self, data)
        else:
            data["of"] = self.offered.get(data.get("period"))
        return data


class CasesForm(forms.Form):
    """The cases behind one number."""

    rate = forms.ChoiceField(label=_("Rate"), choices=list(RATES.items()))
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All"))
    kind = forms.ChoiceField(  # set by a figure that leads here
        label=_("Report came from"), required=False, choices=[("", _("All")), *Organisation.Kind.choices],
        widget=forms.HiddenInput,
    )  # fmt: skip
    since, until = day(_("From")), day(_("To"))
    standing = forms.ChoiceField(
        label=_("How it stands"), required=False, choices=[("", _("All")), *STANDING.items()]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Organisation.objects.filter(kind=Organisation.Kind.HANDLING_UNIT)
        self.fields["since"].required = self.fields["until"].required = True

    def clean(self):
        data = super().clean()
        data["of"] = between(self, data)
        rate, standing = data.get("rate"), data.get("standing")
        if rate and standing and standing not in standings(rate):
            self.add_error("standing", _("This is not asked of that rate."))
        return data
