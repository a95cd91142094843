"""How somebody comes in without a password: by a link, by a code; and how one asks for a link."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.forms import CodeForm, ForgottenForm, NewPasswordForm
from portal.accounts.workflow import ways
from portal.ledger.engine import TooLate
from portal.pages.forms import posted, status_of
from portal.people import logs
from portal.people.callers import caller, keyed
from portal.people.models import Counter
from portal.people.throttle import remember

PER_NAME, PER_ADDRESS = 5, 60  # of each in an hour: a whole office shares an address


def admitted(request, what, name=None):
    """Whether no more tries come from there, and about this name, than may; counted first.

    Returns the counters; `forgiven` takes the try back, so that a whole class can come in from one address.
    """
    limits = {f"{what}/{caller(request)}": PER_ADDRESS}
    if name is not None:
        limits[f"{what}/{keyed(name.casefold())}"] = PER_NAME
    return list(limits) if Counter.objects.admit(limits, _hour(request)) else []


def forgiven(request, counters):
    Counter.objects.give_back(counters, _hour(request))


def _hour(request):
    return request.now.replace(minute=0, second=0, microsecond=0)


def too_many(request, template, **context):
    """429: one tries again in the next hour."""
    left = 60 - request.now.minute
    why = _("Too many tries. Try again in %(minutes)d minutes.") % {"minutes": left}
    answer = render(request, template, context | {"why": why}, status=429)
    answer["Retry-After"] = int(timedelta(minutes=left).total_seconds())
    return answer


def let_in(request, user):
    """Signs somebody in who has just proved by a link or a code whose account it is, and set a password."""
    request.session.flush()
    login(request, user, "django.contrib.auth.backends.ModelBackend")
    logs.signed_in(request)
    messages.success(request, _("Your password is set, and you are signed in."))
    answer = redirect("desk")
    remember(request, answer, user.username)
    return answer


@never_cache
@sensitive_post_parameters()
@login_not_required
def use_link(request, token):
    """Opening it changes nothing, as mail programs open links by themselves."""
    counters = admitted(request, "link") if request.method == "POST" else []
    if request.method == "POST" and not counters:
        return too_many(request, "accounts/closed.html")
    way, why = ways.find_link(token, request.now)
    if way:
        forgiven(request, counters)
    if not why and request.user.is_authenticated and request.user != way.user:
        said = {"name": request.user.name}
        why = _("You are signed in as %(name)s, and this link is somebody else's. Sign out first.") % said
    if why:
        return render(request, "accounts/closed.html", {"why": why}, status=410 if way else 404)
    form = NewPasswordForm(way.user, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return let_in(request, ways.use(way, form.cleaned_data["new_password1"], at=request.now))
        except TooLate as reason:
            return render(request, "accounts/closed.html", {"why": reason}, status=410)
    context = {"form": form, "account": way.user}
    return render(request, "accounts/by_link.html", context, status=status_of(form))


@never_cache
@sensitive_post_parameters()
@login_not_required
def use_code(request):
    """One answer for a wrong name and a wrong code. What comes of a right code is said plainly."""
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if not (counters := admitted(request, "code", typed["username"])):
            return too_many(request, "accounts/by_code.html", form=form)
        way, why = ways.try_code(typed["username"], typed["code"], request.now)
        if way:
            forgiven(request, counters)
        if why:
            form.add_error(None, why)
        elif form.fits(way.user):
            try:
                return let_in(request, ways.use(way, typed["new_password1"], at=request.now))
            except TooLate as reason:
                form.add_error(None, str(reason))
    return render(request, "accounts/by_code.html", {"form": form}, status=status_of(form))


@login_not_required
def forgotten(request):
    """The same words, in the same time, for every name: the clock looks later whose it is."""
    form = ForgottenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if not admitted(request, "forgotten", name):
            return too_many(request, "accounts/forgotten.html", form=form)
        ways.ask_for_link(name, at=request.now)
        return redirect("link_asked")
    return render(request, "accounts/forgotten.html", {"form": form}, status=status_of(form))


@login_not_required
def link_asked(request):
    return render(request, "accounts/asked.html")
