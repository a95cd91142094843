"""Which mails are looked at, how people were told otherwise, and where their mail is to go."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from feedback.models import Mail
from feedback.undelivered import TABS
from portal.ledger.editing import VersionedForm
from portal.ledger.models import sha256
from portal.pages.text import CleanMail
from portal.people.models import User


class MailFilter(forms.Form):
    """How it stands with them, to whom they are; it all lives in the address."""

    tab = forms.ChoiceField(required=False, choices=TABS.items())
    person = forms.ModelChoiceField(queryset=User.objects.all(), required=False)


class ToldForm(forms.Form):
    """In which way the people came to know."""

    way = forms.ChoiceField(
        label=_("How they were told"), choices=[("", _("How they were told")), *Mail.Way.choices],
        widget=forms.Select({"class": "form-select", "aria-label": _("How they were told")}),
    )  # fmt: skip


class AddressForm(VersionedForm):
    """The right address, and whether what failed is to go there.

    `seen` is a digest: what cannot be written on a mail may not come back from a browser as it went there.
    """

    version, stands_on = None, "seen"
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    email = CleanMail(label=_("Mail address"), max_length=254)
    again = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args, person, failed, **kwargs):
        initial = {"seen": sha256(person.email), "email": person.email}
        super().__init__(*args, initial=initial, **kwargs)
        if failed:
            words = ngettext(
                "Send %(n)d undelivered mail again", "Send %(n)d undelivered mails again", failed
            )
            self.fields["again"].label = words % {"n": failed}
        else:
            del self.fields["again"]
