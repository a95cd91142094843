"""What every form shares."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _


def posted(request):
    """What was sent, even if it was nothing; None where the form is only to be shown."""
    return request.POST if request.method == "POST" else None


def status_of(form):
    """Of the page that shows it: 409 where somebody was faster."""
    if getattr(form, "overtaken", None):
        return 409
    return 400 if form.is_bound and not form.is_valid() else 200


def asked_of(form):
    """{filter: what it is set to}; nothing where the address makes no sense, or there is no form."""
    return (
        {name: value for name, value in form.cleaned_data.items() if value}
        if form and form.is_valid()
        else {}
    )


class DayField(forms.DateField):
    """A day of this century: what lies beyond is a slip of the fingers, and would hold for ever."""

    default_validators = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2099, 12, 31))]

    def __init__(self, *, shown_with="", **given):
        """With the browser's own date picker, which speaks ISO whatever the page's language."""
        attrs = {"type": "date"} | with_answer(shown_with)
        super().__init__(widget=forms.DateInput(attrs=attrs, format="%Y-%m-%d"), **given)


class YearField(forms.TypedChoiceField):
    """A year out of those there is something of, or all of them."""

    def __init__(self, **given):
        super().__init__(coerce=int, empty_value=None, required=False, **{"label": _("Year")} | given)

    def offer(self, years):
        self.choices = [("", _("All")), *((year, year) for year in sorted(set(years), reverse=True))]


def area(rows, limit, *, shown_with=""):
    return forms.Textarea(attrs={"rows": rows, "data-count": limit} | with_answer(shown_with))


def with_answer(answer):
    """For js/fields.js: the field comes with this answer ("grade=planned", or "due_on" for any)."""
    return {"data-with": answer} if answer else {}
