"""What several forms share: the four parts of a text, a remark, a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.pages.text import CleanLine, CleanText
from reports.advice import LIMIT
from reports.models.text import TITLE


def part(rows):
    """The limit is one for all parts together, so that each part only says its own length."""
    return forms.Textarea(attrs={"rows": rows, "data-count": LIMIT, "data-count-words": "{n}"})


class TextForm(forms.Form):
    """The four parts of a text."""

    title = CleanLine(
        label=_("Title"), max_length=TITLE, help_text=_("Usually “关于……的建议”, one matter only.")
    )
    situation = CleanText(
        label=_("Situation"), max_length=5000, widget=part(8), required=False,
        help_text=_("What is the matter: where, since when, how many, with sources of figures."),
    )  # fmt: skip
    analysis = CleanText(
        label=_("Analysis"), max_length=5000, widget=part(5), required=False, help_text=_("Why it is so.")
    )
    advice = CleanText(
        label=_("Advice"), max_length=5000, widget=part(8), required=False,
        help_text=_("What should be done, and by whom; each piece of advice answers a stated problem."),
    )  # fmt: skip

    PARTS = ("title", "situation", "analysis", "advice")

    def parts(self):
        return {part: self.cleaned_data[part] for part in self.PARTS}
