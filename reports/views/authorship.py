"""A joint author says whether the report is also theirs, on the desk."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import workflow
from reports.models import Author


@require_POST
def accept(request, pk):
    author = _asked(request, pk)
    workflow.accept_authorship(author, by=request.user, at=request.now)
    messages.success(request, _("You are joint author of this report from now on."))
    return redirect(author.report)


@require_POST
def decline(request, pk):
    workflow.decline_authorship(_asked(request, pk), by=request.user, at=request.now)
    messages.success(request, _("Declined. The first author hears of it."))
    return redirect("desk")


def _asked(request, pk):
    return get_object_or_404(Author.objects.asked(request.hats), pk=pk)
