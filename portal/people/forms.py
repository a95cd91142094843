"""What is asked at the door, and about posts and leave."""

from datetime import timedelta

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.pages.forms import day_input
from portal.people.callers import caller, keyed
from portal.people.models import ADMINISTRATORS, Absence, Counter, Post, User
from portal.people.workflow import sat_in

WRONG_PER_ACCOUNT, WRONG_PER_ADDRESS = 10, 50  # passwords
WINDOW = 15  # minutes, a part of an hour


class SignInForm(AuthenticationForm):
    """Django's own, closed for a while to an account and an address with very many wrong passwords."""

    opens_in = None  # where it is closed

    def clean(self):
        now = self.request.now
        since = now.replace(minute=now.minute // WINDOW * WINDOW, second=0, microsecond=0)
        account = f"account/{keyed(self.cleaned_data.get('username'))}"
        limits = {f"door/{caller(self.request)}": WRONG_PER_ADDRESS, account: WRONG_PER_ACCOUNT}
        # Counted before the password is looked at, so that many guesses at once count as well.
        if not Counter.objects.admit(limits, since):
            self.opens_in = since + timedelta(minutes=WINDOW) - now
            raise forms.ValidationError(
                _("Too many wrong passwords. Try again in %(minutes)d minutes."),
                params={"minutes": -(-self.opens_in // timedelta(minutes=1))},
            )
        cleaned = super().clean()
        Counter.objects.give_back(limits, since)  # the password was right, or none was given
        return cleaned


def may_sit(user, post):
    """No administrator acts for the office, and nobody else for an administrator (GB/T 22239-2019, 8.1.5)."""
    roles = set(user.hats.filter(role__in=ADMINISTRATORS).values_list("role", flat=True))
    return roles == ({post.role} if post.role in ADMINISTRATORS else set())


def office_people():
    """Whoever is at home where the posts are, or sits in one."""
    there = Q(organisation__posts__isnull=False) | Q(seats__isnull=False)
    return User.objects.filter(there, is_active=True).distinct()


class SeatForm(forms.Form):
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

    def __init__(self, *args, by, **kwargs):
        """Nobody names themselves."""
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = office_people().exclude(pk=by.pk)

    def clean(self):
        data = super().clean()
        if data.get("post") and data.get("user") and not may_sit(data["user"], data["post"]):
            self.add_error("user", _("An administrator's post and the office's posts are kept apart."))
        if data.get("until") and data.get("since") and data["until"] < data["since"]:
            self.add_error("until", _("This day is before the first one."))
        if data.get("stand_in") and not data.get("until"):
            self.add_error("until", _("Say until when the stand-in acts."))
        return data


class LeaveForm(forms.Form):
    """Who is away from when to when, and who stands in meanwhile."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=None, empty_label=None)
    since = forms.DateField(label=_("From"), widget=day_input())
    until = forms.DateField(label=_("To"), widget=day_input(), help_text=_("Both days included."))
    stand_in = forms.ModelChoiceField(
        label=_("Stand-in"), queryset=None, required=False,
        empty_label=_("Nobody: whoever covers the post"),
        help_text=_("Takes over the posts of the person for these days."),
    )  # fmt: skip

    def __init__(self, *args, by, others, today, **kwargs):
        """`others` is whether `by` may enter the leave of colleagues too."""
        super().__init__(*args, **kwargs)
        self.by, self.today = by, today
        self.fields["user"].queryset = self.fields["stand_in"].queryset = office_people()
        self.fields["user"].initial = by.pk
        if not others:
            del self.fields["user"]

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        user = data.get("user") if "user" in self.fields else self.by
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        elif until and until < self.today:
            self.add_error("until", _("This day has passed."))
        elif user and since and until:
            self._check_days(user, since, until)
        return data

    def _check_days(self, user, since, until):
        """Not twice on leave on one day, and the stand-in is there and may sit in each of the posts."""
        there = Absence.objects.filter(since__lte=until, until__gte=since)
        if there.filter(user=user).exists():
            self.add_error("since", _("There is leave on some of these days already."))
        if stand_in := self.cleaned_data.get("stand_in"):
            if stand_in == user or there.filter(user=stand_in).exists():
                self.add_error("stand_in", _("Is on leave on some of these days, too."))
            elif not all(may_sit(stand_in, post) for post in sat_in(user, since, until)):
                words = _("An administrator's post and the office's posts are kept apart.")
                self.add_error("stand_in", words)


class CoverForm(forms.Form):
    """For each post, whoever acts there while nobody sits in it."""

    def __init__(self, *args, posts, **kwargs):
        super().__init__(*args, **kwargs)
        self.posts = [post for post in posts if post.role not in ADMINISTRATORS]
        for post in self.posts:
            others = [(other.code, other.name) for other in self.posts if other != post]
            self.fields[post.code] = forms.ChoiceField(
                label=post.name,
                required=False,
                choices=[("", _("Nobody: an alarm for the office")), *others],
                initial=post.covered_by_id,
            )

    def clean(self):
        """The way up ends somewhere."""
        asked = dict(super().clean())
        for post in self.posts:
            code, passed = asked.get(post.code), {post.code}
            while code and code not in passed:
                passed.add(code)
                code = asked.get(code)
            if code == post.code:
                self.add_error(post.code, _("These posts would cover each other in a circle."))
