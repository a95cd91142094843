"""What is asked about the office itself, and what every form here shares."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import ADMINISTRATORS, Post, Seat, User


def posted(request):
    """What was sent, even if it was nothing; None where the form is only to be shown."""
    return request.POST if request.method == "POST" else None


def day_input():
    """The browser's own date picker, which speaks ISO whatever the page's language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def may_sit(user, post):
    """No administrator acts for the office, and nobody else for an administrator (GB/T 22239-2019, 8.1.5)."""
    roles = set(user.hats.filter(role__in=ADMINISTRATORS).values_list("role", flat=True))
    return roles == ({post.role} if post.role in ADMINISTRATORS else set())


class SeatForm(forms.ModelForm):
    """Who sits in a post from when to when."""

    post = forms.ModelChoiceField(label=_("Post"), queryset=Post.objects.order_by("code"))
    user = forms.ModelChoiceField(label=_("Person"), queryset=None)
    since = forms.DateField(label=_("From"), widget=day_input())
    until = forms.DateField(
        label=_("To"),
        required=False,
        widget=day_input(),
        help_text=_("Both days included. Leave empty for an open end."),
    )
    stand_in = forms.BooleanField(label=_("As stand-in"), required=False)

    class Meta:
        model = Seat
        fields = ["post", "user", "since", "until", "stand_in"]

    def __init__(self, *args, by, **kwargs):
        """Nobody names themselves."""
        super().__init__(*args, **kwargs)
        office = User.objects.filter(is_active=True, organisation__posts__isnull=False).exclude(pk=by.pk)
        self.fields["user"].queryset = office.distinct()

    def clean(self):
        data = super().clean()
        if data.get("post") and data.get("user") and not may_sit(data["user"], data["post"]):
            self.add_error("user", _("An administrator's post and the office's posts are kept apart."))
        if data.get("until") and data.get("since") and data["until"] < data["since"]:
            self.add_error("until", _("This day is before the first one."))
        if data.get("stand_in") and not data.get("until"):
            self.add_error("until", _("Say until when the stand-in acts."))
        return data
