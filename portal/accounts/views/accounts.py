"""The list of accounts and one account: made, changed, switched off and on, by the system administrator."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.accounts.forms import AccountFilter, ChangeForm, CloseForm, CreateForm
from portal.accounts.models import Standing, standing_of
from portal.accounts.rules import changes, keeps_accounts, reads_accounts
from portal.accounts.workflow import accounts as workflow
from portal.accounts.workflow import passwords, ways
from portal.days.workdays import local_day
from portal.ledger.editing import edit
from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.ledger.reading import journey
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import Page, leads_back
from portal.pages.ticks import ticks
from portal.people.models import ADMINISTRATORS, Seat, User
from portal.people.roles import hats_of

LINES = 30  # of the journal that the page of an account shows


def accounts(request):
    """Everybody who can sign in, or could."""
    if not reads_accounts(request.hats):
        raise PermissionDenied
    form = AccountFilter(request.GET)
    rows = form.narrowed(User.objects.all(), asked_of(form))
    fill = partial(_with_posts, today=local_day(request.now))
    page = Page(request, rows, COLUMNS, first="name", drawn=_drawn, fill=fill)
    keeps = keeps_accounts(request.hats)
    if keeps:
        page.columns = [ticks("user", lambda user: user.name, offered=partial(_tickable, request)), *COLUMNS]
    return page.answer(
        "accounts/accounts.html",
        _("Accounts"),
        form,
        none_icon="person-lock",
        nothing=_("Nobody matches."),
        keeps=keeps,
        tickable=keeps,
        seen=ways.version() if keeps else None,
    )


def _drawn(rows):
    return rows.select_related("organisation").prefetch_related("hats")


def _with_posts(users, today):
    """Adds `sits`, the posts of today and later."""
    seats = {}
    for seat in Seat.objects.to_come(today).filter(user__in=users).select_related("post").order_by("post_id"):
        seats.setdefault(seat.user_id, {})[seat.post_id] = seat.post
    for user in users:
        user.sits = list(seats.get(user.pk, {}).values())


def _tickable(request, user):
    """The person, no administrator, and not switched off; the verb asks once more."""
    roles = [*(hat.role for hat in user.hats.all()), *(post.role for post in user.sits)]
    return user.is_active and user.pk != request.user.pk and not {*roles} & {*ADMINISTRATORS}


def _name(user, request):
    url = f"/accounts/{user.pk}/"
    return format_html("{}{}", cells.opened(request, user, user.name, url), cells.meta(user.username))


def _roles(user, _request):
    said = [*(str(hat.get_role_display()) for hat in user.hats.all()), *(post.name for post in user.sits)]
    return "、".join(dict.fromkeys(said))


def _state(user, _request):
    return Standing(standing_of(user)).label


def _state_shown(user, request):
    colour = {Standing.NEW: "amber", Standing.IN_USE: "green", Standing.CLOSED: "grey"}[standing_of(user)]
    return format_html('<span class="light light-{}">{}</span>', colour, _state(user, request))


def _last(user, _request):
    return date_format(localtime(user.last_login), "DATETIME_FORMAT") if user.last_login else ""


COLUMNS = [
    Column("name", gettext_lazy("Full name"), "name", _name, sort="name"),
    Column("username", gettext_lazy("User name"), "username", cell=None),
    Column("organisation", gettext_lazy("Organisation"), "organisation.name"),
    Column("roles", gettext_lazy("Roles"), _roles),
    Column("state", gettext_lazy("State"), _state, _state_shown, look="tight"),
    Column("last", gettext_lazy("Last signed in"), "last_login", _last, sort="last_login", look="tight"),
]


@leads_back
def account(request, pk):
    """How it stands with one account, what was done with it, and what can be done now."""
    if not reads_accounts(request.hats):
        raise PermissionDenied
    user = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    hats = hats_of(user, local_day(request.now))
    lines = list(Entry.objects.about(user).select_related("actor").order_by("-id")[:LINES])[::-1]
    facts = [
        (_("User name"), user.username), (_("Organisation"), user.organisation),
        (_("Position"), user.position), (_("Roles"), "、".join(map(str, hats.names))),
        (_("Last signed in"), _last(user, request) or _("Never signed in")),
    ]  # fmt: skip
    if keeps_accounts(request.hats):
        facts[4:4] = [(_("Mail address"), user.email), (_("Phone"), user.phone)]
    context = {
        "account": user, "facts": facts, "journey": journey(lines), "changes": changes(request.hats, user),
        "keeps": keeps_accounts(request.hats), "state": Standing(standing_of(user)).label,
        "seen": ways.version(), "seen_link": ways.version(user),
    }  # fmt: skip
    return render(request, "accounts/account.html", context)


def _changed_by(request, pk):
    """The account, for whoever may change it; else 403."""
    if not keeps_accounts(request.hats):
        raise PermissionDenied
    user = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    if not changes(request.hats, user):
        raise PermissionDenied
    return user


def create_account(request):
    if not keeps_accounts(request.hats):
        raise PermissionDenied
    form = CreateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = workflow.create_account(by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The account is there. Send a link, or print a code."))
            return redirect("account", user.pk)
    return render(request, "accounts/create.html", {"form": form}, status=status_of(form))


def change_account(request, pk):
    user = _changed_by(request, pk)
    verb = partial(workflow.change_account, user)
    form, saved = edit(request, lambda sent: ChangeForm(sent, user=user), verb, lambda: user)
    if saved:
        return redirect("account", pk)
    return render(request, "accounts/change.html", {"form": form, "account": user}, status=status_of(form))


def close_account(request, pk):
    """With what the person still owes, and to whom it goes."""
    user = _changed_by(request, pk)
    form = CloseForm(posted(request), user=user, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.close_account(user, by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The account is switched off."))
            return redirect("account", pk)
    today = local_day(request.now)
    context = {
        "form": form, "account": user, "duties": workflow.owed_by(user), "units": form.left,
        "seats": Seat.objects.to_come(today).filter(user=user).select_related("post"),
    }  # fmt: skip
    return render(request, "accounts/close.html", context, status=status_of(form))


@require_POST
def open_account(request, pk):
    user = _changed_by(request, pk)
    workflow.open_account(user, by=request.user, at=request.now)
    messages.success(request, _("The account is switched on again."))
    return redirect("account", pk)


def _number(request):
    """What the page that was pressed says of what it has seen; None where it says nothing."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None


@require_POST
def end_sessions(request, pk):
    user = _changed_by(request, pk)
    passwords.sign_out_everywhere(user, by=request.user, at=request.now, seen=_number(request))
    messages.success(request, _("All devices of this person are signed out."))
    return redirect("account", pk)


@require_POST
def give_link(request, pk):
    user = _changed_by(request, pk)
    try:
        ways.give_link(user, by=request.user, at=request.now, seen=_number(request))
    except TooLate:
        messages.warning(request, _("Nothing was sent: there is no address, or a link is on its way."))
    else:
        messages.success(request, _("A link is on its way to %(email)s.") % {"email": user.email})
    return redirect("account", pk)
