"""What a step asks. Its form knows the subject, who takes it, and when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.pages.forms import area
from portal.pages.text import CleanText


class StepForm(forms.Form):
    """Asks nothing; what a step asks is added below. `asked` is what the address says besides."""

    confirmed = True  # False where what was typed is shown once more before it is sent

    def __init__(self, *args, subject, by, at, calendar, asked=None, **kwargs):
        self.subject, self.by, self.at, self.calendar, self.asked = subject, by, at, calendar, asked or {}
        super().__init__(*args, **kwargs)

    @property
    def today(self):
        return local_day(self.at)


class NoteForm(StepForm):
    """A step with a word, if one likes."""

    note = CleanText(label=_("Remark"), max_length=500, required=False, widget=area(3, 500))


class ReasonedForm(StepForm):
    """A step that must say why."""

    note = CleanText(label=_("Reason"), max_length=500, widget=area(3, 500))
