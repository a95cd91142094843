"""The standard words to authors, which the clerk keeps: one page, the ground in the address."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render

from portal.ledger.editing import edit
from portal.ledger.engine import decided
from portal.pages.forms import status_of
from portal.people.rules import is_clerk
from reports.forms import CannedForm
from reports.models import CannedText
from reports.reasons import TO_CHOOSE, Reason
from reports.workflow.canned import edit_words


def canned(request, reason=None):
    """All of them; the one in the address can be changed."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    if reason and reason not in dict(TO_CHOOSE):
        raise Http404(reason)
    form, saved = None, False
    if reason:
        form, saved = edit(
            request, lambda sent: _form(reason, sent), partial(edit_words, reason), lambda: _kept(reason)
        )
    if saved:
        return redirect("reports:canned")
    words = dict(CannedText.objects.values_list("reason", "text"))
    rows = [(code, label, words.get(code, "")) for code, label in TO_CHOOSE]
    context = {"rows": rows, "reason": reason, "form": form, "ground": reason and Reason(reason).label}
    return render(request, "reports/canned.html", context, status=status_of(form) if form else 200)


def _kept(reason):
    return CannedText.objects.filter(reason=reason).first() or CannedText(reason=reason)


def _form(reason, sent):
    """With the words as they stand now."""
    kept = _kept(reason)
    return CannedForm(sent, initial={"text": kept.text, "version": decided(kept).count()})
