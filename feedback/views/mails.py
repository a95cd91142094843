"""Mail that did not arrive: the list, two ways to settle what is ticked, and an address put right."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback import undelivered
from feedback.forms import AddressForm, MailFilter, ToldForm
from feedback.models import Notice
from feedback.restoring import standing as frozen
from feedback.rules import may_release_sending, may_settle_mail, sees_mails
from feedback.undelivered import TABS, TO_SETTLE, TRYING, State, standing
from feedback.views.mail_columns import columns
from portal.ledger.editing import edit
from portal.pages.forms import asked_of, status_of
from portal.pages.lists import Page, ticked
from portal.pages.ticks import ticks
from portal.people.rules import in_office


def mails(request):
    """The tab and the person stand in the address. A post settles what is ticked."""
    if not sees_mails(request.hats):
        raise PermissionDenied
    asked = MailFilter(request.GET)
    tab, person = _asked(asked)
    rows = _of(tab, person)
    told = ToldForm(request.POST if request.POST.get("step") == "tell_otherwise" else None)
    if request.method == "POST":
        if not may_settle_mail(request.hats):
            raise PermissionDenied
        if tab in TO_SETTLE and _settle(request, rows, told):
            return redirect(request.get_full_path())
    may_settle, office = may_settle_mail(request.hats), in_office(request.hats)
    tickable = may_settle and tab in TO_SETTLE
    first = "next" if tab == TRYING else "-written"
    page = Page(request, rows, columns(tab, office, may_settle), first=first, drawn=_drawn)
    if tickable:
        page.columns = [ticks("mail", _addressee, request.POST.getlist("mail")), *page.columns]
    wrong = request.method == "POST" or not asked.is_valid()
    return page.answer(
        "feedback/mails.html",
        str(TABS[tab]),
        status=400 if wrong else 200,
        none_icon="envelope-check",
        nothing=_nothing(tab, person),
        tabs=[(key, label, key == tab, _of(key, person).count()) for key, label in TABS.items()],
        person=person,
        asked=asked,
        told=told,
        tickable=tickable,
        uncertain=tab == State.UNCERTAIN,
        failed=tab == State.FAILED,
        restored=frozen(request.hats),
        may_release_sending=may_release_sending(request.hats),
    )


def _nothing(tab, person):
    if tab == State.FAILED and not person:
        return _("Every mail has been delivered. One that cannot be will stand here.")
    return _("No mail is like that. What could not be delivered stands under the first tab.")


def _addressee(mail):
    return mail.user.name


def _asked(form):
    """(tab, person); a wrong address shows what failed."""
    found = asked_of(form)
    return found.get("tab") or State.FAILED, found.get("person")


def _of(tab, person):
    return standing(tab).filter(user=person) if person else standing(tab)


def _drawn(rows):
    """With the person, and whether what the mail says has been read in the portal."""
    told = Notice.objects.filter(mail=OuterRef("pk"))
    rows = rows.annotate(read=Exists(told) & ~Exists(told.filter(read_at=None)))
    return rows.select_related("user__organisation", "settled_by").defer("body")


def _settle(request, rows, told):
    """Does what was asked with what is ticked, or with all that failed; False where the page stays."""
    said, step = {"by": request.user, "at": request.now}, request.POST.get("step")
    if step == "send_all_again":
        n = undelivered.send_again(rows.filter(state=State.FAILED), **said)
        return _sent_again(request, n) and _faster(request, not n)
    if not (pks := ticked(request, "mail")):
        messages.warning(request, _("Tick at least one row."))
        return False
    rows = rows.filter(pk__in=pks)
    if step == "send_again":
        n = undelivered.send_again(rows, **said)
        _sent_again(request, n)
    elif told.is_valid():
        n = undelivered.tell_otherwise(rows, **said, **told.cleaned_data)
        words = ngettext("%(n)d mail is settled.", "%(n)d mails are settled.", n)
        if n:
            messages.success(request, words % {"n": n})
    else:
        return False
    return _faster(request, len(pks) - n)


def _sent_again(request, n):
    if n:
        words = ngettext("%(n)d mail is sent again.", "%(n)d mails are sent again.", n)
        messages.success(request, words % {"n": n})
    return True


def _faster(request, n):
    if n:
        words = ngettext(
            "Somebody was faster with %(n)d mail: nothing was changed there.",
            "Somebody was faster with %(n)d mails: nothing was changed there.",
            n,
        )
        messages.warning(request, words % {"n": n})
    return True


def correct_address(request, pk):
    """Where mail to somebody is to go whom some did not reach; what failed can go there at once."""
    if not may_settle_mail(request.hats):
        raise PermissionDenied
    person = get_object_or_404(undelivered.hard_to_reach().select_related("organisation"), pk=pk)
    failed = standing(State.FAILED).filter(user=person)
    form, saved = edit(
        request, lambda sent: _form(person, failed, sent), partial(_correct, person), lambda: person
    )
    if saved:
        if form.cleaned_data.get("again"):
            _sent_again(request, undelivered.send_again(failed, by=request.user, at=request.now))
        return redirect("feedback:mails")
    return render(request, "feedback/address.html", {"form": form, "person": person}, status=status_of(form))


def _form(person, failed, sent):
    """With the address as it is now."""
    person.refresh_from_db()
    return AddressForm(sent, person=person, failed=failed.count())


def _correct(person, *, by, at, seen, email, again=False):
    if email != person.email:
        undelivered.correct_address(person, by=by, at=at, seen=seen, email=email)
