"""What the audit can be asked for; it all lives in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.pages.forms import DayField
from portal.people.models import User

ALL = ("", _("All"))


class EventFilter(forms.Form):
    """By kind, person and day."""

    what = forms.ChoiceField(label=_("Event"), required=False)
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.order_by("name", "id"), required=False, empty_label=_("All")
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def __init__(self, *args, kinds, **kwargs):
        """`kinds`: of What, those that whoever asks may see."""
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [ALL, *((kind.value, kind.label) for kind in kinds)]

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("This day is before the first one."))
        return data

    def narrow(self, rows, starts):
        """The rows that fit; `starts` gives the moment at which a day begins."""
        said = self.cleaned_data if self.is_valid() else {}
        asked = {
            "what": said.get("what"),
            "account": said.get("person"),
            "at__gte": said.get("since") and starts(said["since"]),
            "at__lt": said.get("until") and starts(said["until"], after=True),
        }
        return rows.filter(**{name: value for name, value in asked.items() if value})
