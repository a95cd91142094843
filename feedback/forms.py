"""What the author is asked at the end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import Opinion
from portal.text import CleanText
from reports.forms import area

GRADES = [choice for choice in Opinion.Grade.choices if choice[0] != Opinion.Grade.NONE]


class OpinionForm(forms.Form):
    """The handling and the result are asked apart: a unit may try hard and still not succeed."""

    handling = forms.ChoiceField(label=_("The handling"), choices=GRADES, widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("The result"), choices=GRADES, widget=forms.RadioSelect)
    words = CleanText(label=_("In your words"), max_length=1000, required=False, widget=area(3, 1000))
