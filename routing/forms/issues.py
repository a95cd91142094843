"""What is asked of whoever composes an issue, of whoever signs it, and of whoever delivers it."""

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.ledger.forms import NoteForm, StepForm
from portal.pages.forms import YearField, area
from portal.pages.text import CleanLine, CleanText
from reports.forms import TextForm
from reports.forms.shared import part
from reports.models.text import TITLE
from routing.forms.recipients import RecipientsForm
from routing.models import Issue, Recipient, Series
from routing.states import IssueState


class BeginForm(forms.Form):
    """Of which series the new issue is; the first one unless another is chosen."""

    series = forms.ModelChoiceField(
        label=_("Series"), queryset=Series.objects.filter(active=True), required=False, empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip

    def clean_series(self):
        return self.cleaned_data["series"] or self.fields["series"].queryset.first()


class PlaceForm(StepForm):
    """Into which issue a report goes: one that is being composed, or the next one of a series."""

    where = forms.ChoiceField(label=_("Into which issue"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        drafts = Issue.objects.filter(status=IssueState.DRAFT, corrects=None).annotate(n=Count("pieces"))
        self.issues = {f"issue-{issue.pk}": issue for issue in drafts.exclude(n=0, number=None)}
        self.series = {f"series-{series.pk}": series for series in Series.objects.filter(active=True)}
        begun = [(key, _counted(issue)) for key, issue in self.issues.items()]
        new = [
            (key, _("A new issue: %(series)s") % {"series": series}) for key, series in self.series.items()
        ]
        self.fields["where"].choices = begun + new
        self.initial["where"] = (begun + new)[0][0] if begun or new else None

    def clean(self):
        """The verb is named one of them."""
        where = super().clean().get("where")
        return {"issue": self.issues.get(where), "series": self.series.get(where)}


def _counted(issue):
    words = ngettext("%(issue)s · %(n)d piece in it", "%(issue)s · %(n)d pieces in it", issue.n)
    return words % {"issue": issue, "n": issue.n}


class IssueFilter(forms.Form):
    """Filters that live in the address."""

    series = forms.ModelChoiceField(
        label=_("Series"), queryset=Series.objects.all(), required=False, empty_label=_("All")
    )
    year = YearField()
    status = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("All")), *IssueState.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].offer(Issue.objects.order_by().values_list("year", flat=True).distinct())


class IssueForm(RecipientsForm):
    """Note and recipients of an issue; the order of the pieces stands beside each piece."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    note = CleanText(label=_("Editor's note"), max_length=500, required=False, widget=area(3, 500))
    field_order = ["version", "note", "readers", "up", "peer", "down"]

    def __init__(self, *args, pieces, **kwargs):
        super().__init__(*args, **kwargs)
        self.pieces = pieces
        for piece in pieces:
            self.fields[f"place_{piece.pk}"] = forms.IntegerField(
                label=_("Place of “%(title)s”") % {"title": piece.title},
                min_value=1, max_value=99, initial=piece.position,
            )  # fmt: skip
        self.copies = [piece for piece in pieces if not piece.live]  # in a correction
        for piece in self.copies:
            self._ask_for_words(piece)

    def _ask_for_words(self, piece):
        fields = {
            "title": CleanLine(label=_("Title"), max_length=TITLE),
            "situation": CleanText(label=_("Situation"), max_length=5000, widget=part(8)),
            "analysis": CleanText(label=_("Analysis"), max_length=5000, widget=part(5), required=False),
            "advice": CleanText(label=_("Advice"), max_length=5000, widget=part(8), required=False),
            "author_line": CleanLine(label=_("Author line"), max_length=500),
        }
        for name, field in fields.items():
            field.initial = getattr(piece, name)
            self.fields[f"{name}_{piece.pk}"] = field

    def clean(self):
        data = super().clean()
        if not self.errors and not self.lines():
            self.add_error("readers", _("Name at least one recipient."))
        return data

    def order(self):
        """The pieces' ids in the order asked for; equal places keep the order they had."""
        return [p.pk for p in sorted(self.pieces, key=lambda p: self.cleaned_data[f"place_{p.pk}"])]

    def texts(self):
        """{piece's id: {part: words}} of the pieces whose words can be changed."""
        words = (*TextForm.PARTS, "author_line")
        return {p.pk: {name: self.cleaned_data[f"{name}_{p.pk}"] for name in words} for p in self.copies}

    def words_of(self, piece):
        """The fields for the words of one piece, for the page."""
        return [self[f"{name}_{piece.pk}"] for name in (*TextForm.PARTS, "author_line")]


class IssueSignForm(NoteForm):
    """The signature names exactly what was read."""

    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["text_hash"] = self.asked.get("text_hash") or self.subject.text_hash


class CopiesField(forms.ModelMultipleChoiceField):
    """Recipients with the numbers of their copies."""

    def label_from_instance(self, recipient):
        copies = {"numbers": recipient.copy_numbers}
        return (
            f"{recipient} · {_('copy No. %(numbers)s') % copies}" if recipient.first_copy else str(recipient)
        )


class DeliveryForm(StepForm):
    """Which recipients the office has seen to, and how."""

    recipients = CopiesField(
        label=_("Recipients"), queryset=Recipient.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(
        label=_("What was done"), choices=Recipient.Way.choices, initial=Recipient.Way.PAPER,
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = CleanLine(label=_("Who took it"), max_length=100, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipients"].queryset = self.subject.recipients.waiting().select_related("user")
