"""Working several reports up into one: the page on which the editor chooses them."""

from django.shortcuts import render

from portal.ledger.views import attempt
from portal.pages.forms import status_of


def combine(request, host, step, form):
    """What can become part of this report, the similar ones first; what is kept on file is looked for."""
    sent = request.method == "POST" and form.is_valid() and form.confirmed
    if sent and (response := attempt(request, step, host, form)):
        return response
    context = {
        "form": form,
        "host": host,
        "merged": host.sources[1:],
        "candidates": list(form.candidates()),
    }
    return render(request, "reports/combine.html", context, status=status_of(form))
