"""What a unit is told besides what is asked: how urgent it is, by which day and why, with which files."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.pages.forms import DayField, area, with_answer
from portal.pages.text import CleanText
from routing.models import Assignment
from routing.workflow.enclosing import files_of, goes_along


class FilesOfReports(forms.ModelMultipleChoiceField):
    """The files of reports, each with what there is to know before somebody else gets it."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, attachment):
        known = [filesizeformat(attachment.size)]
        if attachment.names_people:
            known.append(_("names private people"))
        if attachment.names_its_maker:
            known.append(_("tells who made it"))
        return f"{attachment.name}（{'，'.join(map(str, known))}）"


class EnclosedForm(forms.Form):
    """Which files go along: all but those that name people, unless somebody says otherwise."""

    enclosed = FilesOfReports(
        label=_("Files that go along"), queryset=None, required=False,
        help_text=_(
            "The unit gets copies, without the names of authors that Word, PDF and pictures hold inside. Who "
            "made it stays in a file with a password, and in one of Word or Excel before 2007."
        ),
    )  # fmt: skip

    def offer(self, reports):
        """Leaves it out where there are no files, or where they are not for whoever is asked."""
        files = [file for file in files_of(reports) if not file.opened_to_nobody]
        if files:
            self.fields["enclosed"].queryset = files_of(reports).filter(pk__in=[file.pk for file in files])
            self.initial.setdefault("enclosed", [file.pk for file in files if goes_along(file)])
        else:
            del self.fields["enclosed"]


class DueForm(forms.Form):
    """How urgent it is, and a day set by hand, which beats the rule."""

    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Assignment.Urgency, initial=Assignment.Urgency.PLAIN, required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    due_on = DayField(
        label=_("To be answered by"), required=False,
        help_text=_("Only where a day was named, as in “within a week”. Else the time limit holds."),
    )  # fmt: skip
    by_leader = forms.BooleanField(
        label=_("The leader who wrote the directive wants it by this day"), required=False,
        widget=forms.CheckboxInput(attrs=with_answer("due_on")),
        help_text=_("It is put off only with the word of the leader's office."),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        data["urgency"] = data.get("urgency") or self.fields["urgency"].initial
        day = data.get("due_on")
        if day and day < self.today:
            self.add_error("due_on", _("This day has passed."))
        elif day and not workdays.load().is_working(day):
            self.add_error("due_on", _("Nobody works on this day: name one that is worked."))
        elif data.get("by_leader") and not day and "due_on" not in self.errors:
            self.add_error("due_on", _("Name the day."))
        return data


class TaskForm(EnclosedForm, DueForm):
    """All of it, where the units are named."""

    due_why = CleanText(
        label=_("Why by this day"), max_length=200, required=False,
        widget=area(2, 200, shown_with="due_on"),
        help_text=_("The unit reads it beside the date."),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("due_on") and not (
            data.get("due_why") or data.get("by_leader") or "due_why" in self.errors
        ):
            self.add_error("due_why", _("Say why."))
        elif data.get("due_why") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Name the day."))
        return data
