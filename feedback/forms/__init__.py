"""What the author is asked at the end, and what the promise of the day can be asked for."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.forms.mails import AddressForm, MailFilter, ToldForm
from feedback.forms.rates import CasesForm, RatesForm
from feedback.forms.supervision import ChaseForm, SupervisionFilter
from feedback.models import Opinion
from feedback.same_day import DUE, HALVES, STANDING
from portal.ledger.forms import StepForm
from portal.pages.forms import DayField, area
from portal.pages.text import CleanLine, CleanText
from reports.forms.lists import day

__all__ = [
    "AddressForm", "BriefingForm", "CasesForm", "ChaseForm", "MailFilter", "OpinionForm", "PromiseFilter",
    "RatesForm", "SupervisionFilter", "ToldForm",
]  # fmt: skip

GRADES = [choice for choice in Opinion.Grade.choices if choice[0] != Opinion.Grade.NONE]


class OpinionForm(StepForm):
    """The handling and the result are asked apart: a unit may try hard and still not succeed."""

    handling = forms.ChoiceField(label=_("The handling"), choices=GRADES, widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("The result"), choices=GRADES, widget=forms.RadioSelect)
    words = CleanText(label=_("In your words"), max_length=1000, required=False, widget=area(3, 1000))
    may_contact = forms.BooleanField(
        label=_("The office may get in touch with me about this"), required=False,
        help_text=_("Somebody who has not handled it may then ask you how it ended."),
    )  # fmt: skip


class PromiseFilter(forms.Form):
    """Which half of the promise, due when, and how it was kept."""

    half = forms.ChoiceField(
        label=_("Half of the promise"), choices=[("sign_by", _("Sign-off")), ("report_by", _("Reporting"))]
    )
    since, until = day(_("Due from")), day(_("Due until"))
    standing = forms.ChoiceField(
        label=_("How it stands"),
        required=False,
        choices=[("", _("All")), (DUE, _("Counted")), *STANDING.items()],
    )

    def clean(self):
        """Reporting knows no “settled before”; open ends are the first and the last day there can be."""
        data = super().clean()
        data["since"] = data.get("since") or date(2000, 1, 1)
        data["until"] = data.get("until") or date(2099, 12, 31)
        if data["since"] > data["until"]:
            self.add_error("until", _("This day is before the first one."))
        if data.get("half") and data.get("standing") and data["standing"] not in {DUE, *HALVES[data["half"]]}:
            self.add_error("standing", _("This is asked of the sign-off only."))
        return data


class BriefingForm(forms.Form):
    """For which meeting, of which period, with which pieces; it all lives in the address."""

    title = CleanLine(label=_("Title"), max_length=60)
    since = DayField(label=_("From"))
    until = DayField(label=_("To"), help_text=_("Both days included."))
    wording = forms.BooleanField(
        label=_("With the wording of directives and the names of the leaders"), required=False
    )

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("This day is before the first one."))
        return data
