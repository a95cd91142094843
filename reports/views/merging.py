"""Working several reports up into one: the page on which the editor chooses them."""

from django.shortcuts import render

from portal.ledger.views import attempt
from portal.pages.forms import status_of


def combine(request, host, step, form):
    """The editor's other reports beside this one, which carries those that are chosen."""
    sent = request.method == "POST" and form.is_valid()
    if sent and (response := attempt(request, step, host, form)):
        return response
    context = {
        "form": form,
        "host": host,
        "merged": host.sources[1:],
        "candidates": form.candidates.select_related("author", "organisation").prefetch_related("authors"),
        "chosen": form["reports"].value() or [],
    }
    return render(request, "reports/combine.html", context, status=status_of(form))
