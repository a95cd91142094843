"""Keeping a form while it is filled in, for the page's script; the list of what one has begun."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.files.models import Attachment
from portal.files.storing import drop
from portal.ledger.engine import TooLate
from portal.unsent import workflow
from portal.unsent.forms import WordsForm, begun, words_of
from portal.unsent.models import Unsent
from portal.unsent.places import named, place_of


def unsent(request):
    """Every form that this person has begun, with the words to be read where the form takes them no more."""
    rows = Unsent.objects.filter(user=request.user).select_related("report").order_by("-saved_at")
    found = [
        (row, words_of(row), workflow.files_of(row), place_of(row).url("drop_unsent"))
        for row in rows
        if not (row.report and row.report.is_gone)
    ]
    return render(request, "unsent/unsent.html", {"rows": found})


@require_POST
def save_words(request, token):
    """{stands_on, saved_at}; 409 with what another window has saved; 400 or 404 with errors alone."""
    place, form = named(request, token), WordsForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": {"": [_("This cannot be kept.")]}}, status=400)
    try:
        row = workflow.save_words(place, at=request.now, **form.said())
    except TooLate:
        return JsonResponse({"begun": begun(place.row())}, status=409)
    except ValidationError as error:
        return JsonResponse({"errors": {"": error.messages}}, status=404)
    return JsonResponse({"stands_on": row.version, "saved_at": row.saved_at})


@require_POST
def keep_file(request, token):
    """{html}, the files that are kept with the form; 400 with `why` this one is not."""
    place, upload = named(request, token), request.FILES.get("file")
    if not upload:
        return JsonResponse({"why": _("No file has come.")}, status=400)
    try:
        workflow.keep_file(upload, place, by=request.user, at=request.now)
    except ValidationError as error:
        return JsonResponse({"why": " ".join(error.messages)}, status=400)
    kept = workflow.files_of(place.row())
    return JsonResponse({"html": render_to_string("files/kept.html", {"files": kept}, request)})


@require_POST
def remove_file(request, pk):
    """One that was not handed in; whoever chose it takes it out."""
    own = Unsent.objects.filter(user=request.user).values("pk")
    files = Attachment.objects.filter(subject_type__model="unsent", subject_id__in=own)
    drop([get_object_or_404(files, pk=pk)])
    return redirect("unsent")


@require_POST
def drop_unsent(request, token):
    """Whoever has begun a form lets go of it."""
    if row := named(request, token).row():
        workflow.let_go(row)
    messages.success(request, _("Deleted."))
    return redirect("unsent")
