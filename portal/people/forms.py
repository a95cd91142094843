"""What is asked at the door, and about posts and leave."""

from datetime import timedelta

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.ledger.editing import VersionedForm
from portal.ledger.engine import decided
from portal.pages.forms import DayField
from portal.people.models import ADMINISTRATORS, Absence, Post, Seat, User
from portal.people.rules import may_cover, names, proposes, sets_cover
from portal.people.throttle import Knock, windows
from portal.people.workflow import sat_in, whose_leave

LONGEST = timedelta(days=366)  # of leave
WRONG_PER_ACCOUNT, WRONG_PER_ADDRESS = 10, 50  # passwords
WINDOW = 15  # minutes, a part of an hour


class SignInForm(AuthenticationForm):
    """Django's own, closed for a while to an account and an address with very many wrong passwords."""

    opens_in = None  # where it is closed

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["username"].widget.attrs["maxlength"]

    def clean(self):
        limits = windows(WRONG_PER_ACCOUNT, WRONG_PER_ADDRESS, WINDOW)
        knock = Knock(self.request, self.cleaned_data.get("username"), limits)
        self.opens_in = knock.refused()
        if self.opens_in:
            raise forms.ValidationError(
                _("Too many wrong passwords. Try again in %(minutes)d minutes."),
                params={"minutes": -(-self.opens_in // timedelta(minutes=1))},
            )
        cleaned = super().clean()
        knock.forgive()  # the password was right, or none was given
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

    post = forms.ModelChoiceField(label=_("Post"), queryset=None)
    user = forms.ModelChoiceField(label=_("Person"), queryset=None)
    since = DayField(label=_("From"))
    until = DayField(
        label=_("To"),
        required=False,
        help_text=_("Both days included. Leave empty for an open end."),
    )
    stand_in = forms.BooleanField(label=_("As stand-in"), required=False)

    def __init__(self, *args, hats, today, **kwargs):
        """Nobody names themselves, and only for posts below the own ones; a stand-in also for the own."""
        super().__init__(*args, **kwargs)
        self.hats, self.today = hats, today
        posts = Post.objects.order_by("code")
        if not proposes(hats):
            posts = posts.filter(pk__in=hats.above | hats.held)
        self.fields["post"].queryset = posts
        self.fields["user"].queryset = office_people().exclude(pk=hats.user.pk)

    def clean(self):
        data = super().clean()
        post, since, until = data.get("post"), data.get("since"), data.get("until")
        if post and data.get("user") and not may_sit(data["user"], post):
            self.add_error("user", _("An administrator's post and the office's posts are kept apart."))
        if post and not (proposes(self.hats) or names(self.hats, post, stand_in=data.get("stand_in"))):
            self.add_error(
                "stand_in", _("For your own post you name a stand-in; a successor is named above.")
            )
        if until and since and until < since:
            self.add_error("until", _("This day is before the first one."))
        elif until and until < self.today:
            self.add_error("until", _("This day has passed."))
        if data.get("stand_in") and not until:
            self.add_error("until", _("Say until when the stand-in acts."))
        return data


def _stood_in_for(seat):
    """In which post, for whom, on which days."""
    days = f"{date_format(seat.since)} – {date_format(seat.until)}" if seat.until else date_format(seat.since)
    return " ".join(filter(None, [str(seat.post), seat.absence and seat.absence.user.name, days]))


class LeaveForm(forms.Form):
    """Who is away from when to when, and who stands in meanwhile."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=None, empty_label=None, required=False)
    since = DayField(label=_("From"))
    until = DayField(label=_("To"), help_text=_("Both days included."))
    stand_in = forms.ModelChoiceField(
        label=_("Stand-in"), queryset=None, required=False,
        empty_label=_("Nobody: whoever covers the post"),
        help_text=_("Takes over the posts of the person for these days."),
    )  # fmt: skip
    anyway = forms.BooleanField(label=_("Enter the leave all the same"), required=False)

    def __init__(self, *args, by, today, **kwargs):
        """The own leave, and that of people for whom `by` acts above."""
        super().__init__(*args, **kwargs)
        self.by, self.today = by, today
        people = office_people()
        others = whose_leave(by, people, today)
        self.fields["stand_in"].queryset = people
        self.fields["user"].queryset = people.filter(pk__in=[user.pk for user in [by, *others]])
        self.fields["user"].initial = by.pk
        if not others:
            del self.fields["user"]
        if not self.is_bound:
            del self.fields["anyway"]

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        user = data.get("user") or self.by
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        elif until and until < self.today:
            self.add_error("until", _("This day has passed."))
        elif since and until and until - since > LONGEST:
            self.add_error("until", _("Leave is entered for a year at most."))
        elif user and since and until:
            self._check_stand_in(user, since, until)
            self._warn(user, since, until)
        if "anyway" not in self.errors and not data.get("anyway"):
            self.fields.pop("anyway", None)  # asked only of whoever has to know something first
        data.pop("anyway", None)
        return data

    def _warn(self, user, since, until):
        """Whoever stands in for somebody on one of these days goes on leave knowingly."""
        stands_in = Seat.objects.to_come(since).filter(user=user, since__lte=until, stand_in=True)
        seats = stands_in.select_related("post", "absence__user").order_by("since", "post")
        if seats and not self.cleaned_data.get("anyway"):
            said = {"name": user, "where": "；".join(map(_stood_in_for, seats))}
            words = _(
                "%(name)s stands in on these days: %(where)s. Meanwhile whoever covers the post would act."
            )
            self.add_error("anyway", words % said)

    def _check_stand_in(self, user, since, until):
        """Who is there, may sit in each of the posts, and is not whoever enters it for somebody else."""
        stand_in = self.cleaned_data.get("stand_in")
        if not stand_in:
            return
        away = Absence.objects.to_come(since).filter(user=stand_in, since__lte=until)
        if stand_in == user or away.exists():
            self.add_error("stand_in", _("Is on leave on some of these days, too."))
        elif stand_in == self.by:
            self.add_error("stand_in", _("Nobody names themselves. Leave it empty, or name somebody else."))
        elif not all(may_sit(stand_in, post) for post in sat_in(user, since, until)):
            self.add_error("stand_in", _("An administrator's post and the office's posts are kept apart."))


class CoverForm(VersionedForm):
    """For each post that is theirs to give away, whoever acts there while nobody sits in it."""

    def __init__(self, *args, posts, hats, **kwargs):
        version = decided(posts[0].organisation).count() if posts else 0
        super().__init__(*args, initial={"version": version}, **kwargs)
        self.posts = [post for post in posts if post.role not in ADMINISTRATORS]
        for post in self.posts:
            if not sets_cover(hats, post):
                continue
            others = [
                (other.code, other.name)
                for other in self.posts
                if other != post and may_cover(hats, post, other.code)
            ]
            self.fields[post.code] = forms.ChoiceField(
                label=post.name,
                required=False,
                choices=[("", _("Nobody: an alarm for the office")), *others],
                initial=post.covered_by_id,
            )

    @property
    def own(self):
        """Codes of the posts that are theirs to give away."""
        return self.fields.keys() - {"version"}

    def clean(self):
        """The way up ends somewhere. What was not asked, or not answered, stays."""
        data = super().clean()
        said = {code: to for code, to in data.items() if code in self.data and code != "version"}
        asked = {post.code: post.covered_by_id for post in self.posts} | said
        for post in self.posts:
            code, passed = asked.get(post.code), {post.code}
            while code and code not in passed:
                passed.add(code)
                code = asked.get(code)
            if code == post.code:
                self.add_error(
                    post.code if post.code in self.fields else None,
                    _("These posts would cover each other in a circle."),
                )
        return {"covers": said, "version": data.get("version")}
