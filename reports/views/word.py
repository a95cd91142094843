"""A report from a Word file: begun at once with the whole text in it, then looked through or sorted."""

from uuid import uuid5

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.files.storing import keep
from portal.ledger.engine import TooLate
from portal.ledger.views import conflict
from portal.pages.forms import posted, status_of
from reports import workflow
from reports.forms import ReportForm, SortForm, WordForm
from reports.models import Report
from reports.rules import may_file
from reports.states import WITH_AUTHOR
from reports.views.write import named_source
from reports.word import arranged, proposed

MOST = 300  # lines that can be sorted on one page


@require_POST
def from_word(request):
    """The text arrives whole: where no headings tell its parts, all of it is situation until it is sorted."""
    if not may_file(request.hats):
        raise PermissionDenied
    form = WordForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"form": ReportForm(hats=request.hats), "word": form}
        return render(request, "reports/write.html", context, status=400)
    file, word = form.cleaned_data["word"]
    parts, found = proposed(word.lines)
    if not found:
        parts = [part if part == "title" else "situation" for part in parts]
    text = arranged(word.lines, parts)
    try:
        report = _begin(request, uuid5(form.cleaned_data["key"], "word"), file, text)
    except TooLate as reason:
        return conflict(request, None, reason)
    messages.success(request, _("The whole text of “%(name)s” is here and saved.") % {"name": file.name})
    if word.pictures:
        messages.info(request, _pictures(word.pictures))
    return redirect("reports:write" if found or len(word.lines) > MOST else "reports:sort", report.pk)


@transaction.atomic
def _begin(request, key, file, text):
    who = {"by": request.user, "at": request.now}
    report = workflow.begin(**who, key=key, source=named_source(request), **text)
    if report.status in WITH_AUTHOR:
        keep([file], report, **who)
    return report


def _pictures(count):
    return ngettext(
        "%(count)s picture stays in the Word file, which is attached.",
        "%(count)s pictures stay in the Word file, which is attached.",
        count,
    ) % {"count": count}


def sort(request, pk):
    """Each line of a draft with the part it belongs to: proposed, and changed by its author."""
    report = get_object_or_404(Report.objects.written_by(request.user).filter(author=request.user), pk=pk)
    lines, parts = lines_of(report.written)
    if len(lines) > MOST:
        messages.info(request, _("This text is too long to be sorted line by line."))
        return redirect("reports:write", pk)
    form = SortForm(posted(request), lines=lines, parts=parts, version=report.written.version)
    if report.status not in WITH_AUTHOR:
        return conflict(request, report)
    if request.method == "POST" and form.data.get("version") != str(report.written.version):
        return conflict(request, report, _("This text has been changed elsewhere since you opened it."))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.rearrange(
                report, by=request.user, at=request.now, version=report.written.version, **form.parts()
            )
        except TooLate as reason:
            return conflict(request, report, reason)
        messages.success(request, _("Sorted. Please read it through."))
        return redirect("reports:write", pk)
    return render(request, "reports/sort.html", {"form": form, "report": report}, status=status_of(form))


def lines_of(draft):
    """(the lines of a draft, the part of each): as they stand, or proposed while nothing is sorted yet."""
    lines = [
        (part, line) for part, text in draft.parts().items() for line in text.split("\n") if line.strip()
    ]
    parts, lines = [part for part, _line in lines], [line for _part, line in lines]
    if not (draft.analysis or draft.advice):
        parts = proposed(lines)[0]
    return lines, parts
