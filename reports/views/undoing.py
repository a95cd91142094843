"""Writing again from what was withdrawn, and what the author is told before a draft is deleted."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.files.models import Attachment
from portal.ledger.engine import TooLate
from portal.ledger.views import conflict, usual_page
from reports.states import WITH_AUTHOR


def write_again(request, report, step, form):
    """Leads to the draft, which is begun with the first press."""
    if request.method != "POST":
        return usual_page(request, report, step, form)
    try:
        draft = step.verb(report, by=request.user, at=request.now)
    except TooLate as reason:
        return conflict(request, report, reason)
    return redirect("reports:write", draft.pk) if draft.status in WITH_AUTHOR else redirect(draft)


def what_goes(report):
    """What is deleted with a draft, counted, and what is left of it."""
    text, files = report.written.length, Attachment.objects.about(report).count()
    joint = len(report.credits()) - 1
    counted = [
        ngettext("%(n)d character of text", "%(n)d characters of text", text) % {"n": text},
        files and ngettext("%(n)d file", "%(n)d files", files) % {"n": files},
        joint and ngettext("%(n)d joint author", "%(n)d joint authors", joint) % {"n": joint},
    ]
    goes = {"what": "、".join(filter(None, counted)), "title": report.heading, "number": report.number}
    return (
        _(
            "“%(title)s” goes with all that is in it: %(what)s. The number %(number)s, the day and your name "
            "remain, and no other report gets this number."
        )
        % goes
    )
