"""The standard words to authors, which the clerk keeps: one page, the ground in the address."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.pages.forms import posted, status_of
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
    words = dict(CannedText.objects.values_list("reason", "text"))
    form = CannedForm(posted(request), initial={"text": words.get(reason)}) if reason else None
    if form and form.is_valid():
        edit_words(reason, by=request.user, at=request.now, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("reports:canned")
    rows = [(code, label, words.get(code, "")) for code, label in TO_CHOOSE]
    context = {"rows": rows, "reason": reason, "form": form, "ground": reason and Reason(reason).label}
    return render(request, "reports/canned.html", context, status=status_of(form) if form else 200)
