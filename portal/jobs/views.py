"""How far a file is that was asked for, and picking it up: for whoever asked, and nobody else."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.files.views import sealed
from portal.jobs import workflow
from portal.jobs.models import Job
from portal.jobs.offers import Offer, offered
from portal.jobs.standing import standing


@require_POST
def ask_job(request):
    """Pressed twice it leads to the same job."""
    offer = offered(request.user, request.POST.get("offer", ""))
    try:
        found, _new = workflow.ask(offer, by=request.user, language=get_language(), at=request.now)
    except workflow.TooMany as reason:
        messages.error(request, reason)
        return redirect(offer.address.partition("?")[0])
    return redirect(found)


def job(request, pk):
    """js/job.js asks for it again while it is being made; without a script one does so oneself."""
    found = _own(request, pk)
    return render(request, "jobs/job.html", _context(request, found))


def _context(request, found):
    again = found.trouble and Offer(request.user.pk, found.address, found.title)
    page = found.address.partition("?")[0]
    said = {"standing": standing(found, request.now), "again": again, "page_of_it": page}
    return {"job": found, "kept": workflow.KEPT, **said}


def _own(request, pk):
    return get_object_or_404(Job.objects.of(request.user), pk=pk)


@require_POST
def fetch_job(request, pk):
    """The file itself; it stands on the desk no more."""
    found = _own(request, pk)
    file = workflow.fetch(found, hats=request.hats, at=request.now) if found.ready else None
    if file is None:
        return render(request, "jobs/job.html", _context(request, found), status=409)
    return sealed(FileResponse(file, as_attachment=True, filename=found.name))


@require_POST
def drop_job(request, pk):
    found = _own(request, pk)
    workflow.drop(found, at=request.now)
    messages.success(request, _("Put away."))
    return redirect("desk")
