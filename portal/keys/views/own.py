"""The page between the password and the portal, and one's own second factors."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.days.workdays import local_day
from portal.keys import codes, passkeys, tries, workflow
from portal.keys.forms import AppForm, CodeForm, PasskeyForm, answer_of
from portal.keys.models import Key
from portal.keys.needing import needs_key
from portal.keys.session import STAGE, passed
from portal.keys.states import Kind, Stage
from portal.pages.forms import posted, status_of
from portal.people import logs

SECRET, DRAWN = "app_secret", "recovery_codes"  # in the session, until they are confirmed


def wrong_code():
    return _(
        "This code is not right, or it was used already. Wait for the next one. If that is refused too, the "
        "clock of the phone is probably wrong: let the phone set its time by itself."
    )


@login_not_required
def second(request):
    """Asks whoever has given the password for the second factor, or leads them to set one up."""
    person = request.half
    if not person:
        return redirect(_next(request))
    if stage_of_half(request) == Stage.TO_SET_UP:
        return render(request, "keys/must.html", {"passkeys_work": passkeys.work_at(request)})
    form, signing = CodeForm(posted(request)), "credential" in request.POST
    if request.method == "POST" and (signing or form.is_valid()):
        if wait := tries.admit(person, request.now):
            return _closed(request, wait)
        if _is_right(request, person, form, signing):
            tries.give_back(person, request.now)
            logs.second_factor_passed(request)
            passed(request)
            return redirect(_next(request))
        logs.second_factor_failed(request, closed=False)
        if signing:
            form = CodeForm()
            messages.error(request, _("This passkey was not accepted. Try again, or use another way."))
        else:
            form.add_error("code", wrong_code())
    return render(request, "keys/second.html", _asked(request, person, form), status=status_of(form))


def stage_of_half(request):
    return request.session[STAGE]


def _is_right(request, person, form, signing):
    if not signing:
        return workflow.pass_by_code(person, form.cleaned_data["code"], at=request.now)
    keys = list(Key.objects.factors().filter(user=person, kind=Kind.PASSKEY))
    try:
        key, counter = passkeys.signed(request, keys, answer_of(request.POST["credential"]))
    except passkeys.WRONG:
        return False
    return workflow.pass_by_passkey(key, counter, at=request.now)


def _asked(request, person, form):
    keys = list(Key.objects.factors().filter(user=person, kind=Kind.PASSKEY))
    works = passkeys.work_at(request)
    asked = passkeys.ask_to_sign(request, keys) if keys and works else None
    return {
        "form": form,
        "asked": asked,
        "asked_json": json.dumps(asked),
        "away": bool(keys) and not works,
        "next": _next(request),
    }


def _closed(request, wait):
    """429, and how long it is."""
    logs.second_factor_failed(request, closed=True)
    minutes = -(-int(wait.total_seconds()) // 60)
    words = _("Too many wrong codes. Try again in %(minutes)d minutes.") % {"minutes": minutes}
    context = {"form": CodeForm(), "closed": words, "next": _next(request)}
    response = render(request, "keys/second.html", context, status=429)
    response["Retry-After"] = int(wait.total_seconds())
    return response


def _next(request):
    """The page that was asked for, if it is one of ours."""
    said = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure())
    return said if ours else reverse("desk")


def keys(request):
    """One's own, with what may be done about them."""
    there = list(Key.objects.there().filter(user=request.user))
    for key in there:
        key.left = len(key.secret.split()) if key.kind == Kind.CODES else None
    context = {
        "keys": there, "passkeys_work": passkeys.work_at(request), "host": request.get_host(),
        "has_codes": any(key.kind == Kind.CODES for key in there),
        "needed": needs_key(request.user, local_day(request.now)),
    }  # fmt: skip
    return render(request, "keys/keys.html", context)


def setting_up(view):
    """For whoever is signed in, and for whoever has to set one up before they are."""

    @login_not_required
    def shown(request):
        if not request.half and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.half and stage_of_half(request) != Stage.TO_SET_UP:
            return redirect("second")
        return view(request, request.half or request.user)

    return shown


@setting_up
def add_app(request, person):
    secret = request.session.setdefault(SECRET, codes.new_secret())
    form = AppForm(posted(request), initial={"name": _("My phone")})
    if request.method == "POST" and form.is_valid():
        step = codes.step_of(secret, form.cleaned_data["code"], request.now)
        if step:
            del request.session[SECRET]
            said = {"kind": Kind.APP, "name": form.cleaned_data["name"], "secret": secret, "counter": step}
            return _added(request, person, said)
        form.add_error("code", wrong_code())
    context = {"form": form, "qr": codes.qr(person, secret), "letters": codes.in_fours(secret)}
    return render(request, "keys/app.html", context, status=status_of(form))


@setting_up
def add_passkey(request, person):
    if not passkeys.work_at(request):
        raise PermissionDenied
    form = PasskeyForm(posted(request), initial={"name": _("My computer")})
    if request.method == "POST" and form.is_valid():
        try:
            secret, counter = passkeys.made(request, form.cleaned_data["credential"])
        except passkeys.WRONG:
            form.add_error(None, _("The browser made no passkey. Try again, or use the app on a phone."))
        else:
            name = form.cleaned_data["name"]
            said = {"kind": Kind.PASSKEY, "name": name, "secret": secret, "counter": counter}
            return _added(request, person, said)
    there = Key.objects.factors().filter(user=person, kind=Kind.PASSKEY)
    context = {"form": form, "asked_json": json.dumps(passkeys.ask_to_make(request, person, there))}
    return render(request, "keys/passkey.html", context, status=status_of(form))


def _added(request, person, said):
    _key, drawn = workflow.add_key(person, at=request.now, **said)
    if request.half:
        logs.second_factor_passed(request)
    passed(request)
    messages.success(request, _("The second factor is set up."))
    if not drawn:
        return redirect("keys")
    request.session[DRAWN] = drawn
    return redirect("recovery_codes")


def recovery_codes(request):
    """Shown until the person says that they are kept, and never again."""
    drawn = request.session.get(DRAWN)
    if request.method == "POST" or not drawn:
        request.session.pop(DRAWN, None)
        return redirect("keys")
    return render(request, "keys/codes.html", {"codes": list(map(codes.in_fours, drawn))})


@require_POST
def draw_codes(request):
    if not Key.objects.factors().filter(user=request.user).exists():
        raise PermissionDenied
    request.session[DRAWN] = workflow.draw_codes(request.user, at=request.now)
    return redirect("recovery_codes")


def end_key(request, pk):
    """Asks once, as what it takes away does not come back."""
    key = get_object_or_404(Key.objects.factors().filter(user=request.user), pk=pk)
    if request.method != "POST":
        return render(request, "keys/end.html", {"key": key})
    try:
        workflow.end_key(key, by=request.user, at=request.now)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The second factor was removed."))
    return redirect("keys")
