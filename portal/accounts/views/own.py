"""The own password and the own devices."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.accounts import devices as sessions
from portal.accounts.forms import OwnPasswordForm
from portal.accounts.views.door import admitted, forgiven, too_many
from portal.accounts.workflow import passwords
from portal.ledger.engine import TooLate
from portal.ledger.views import conflict
from portal.pages.forms import posted, status_of
from portal.people import logs


@sensitive_post_parameters()
def password(request):
    """Every other session ends; this one goes on."""
    form = OwnPasswordForm(request.user, posted(request), initial={"seen": request.user.password})
    if request.method == "POST":
        if not (counters := admitted(request, "password", request.user.username)):
            return too_many(request, "accounts/password.html", form=OwnPasswordForm(request.user))
        if form.is_valid():
            forgiven(request, counters)
            said = {"at": request.now, "seen": form.initial["seen"]}
            try:
                user = passwords.set_password(request.user, form.cleaned_data["new_password1"], **said)
            except TooLate:
                return conflict(request, None)
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password is changed, and all other devices are signed out."))
            return redirect("profile")
    return render(request, "accounts/password.html", {"form": form}, status=status_of(form))


def devices(request):
    return render(request, "accounts/devices.html", {"devices": sessions.devices(request)})


@require_POST
def end_device(request):
    """This one ends like any other."""
    if sessions.end_device(request, request.POST.get("device", "")):
        messages.success(request, _("That device is signed out."))
    return redirect("devices")


@require_POST
def sign_out_everywhere(request):
    passwords.sign_out_everywhere(request.user, by=request.user, at=request.now)
    logs.signed_out(request.user)
    request.session.flush()
    return redirect("login")
