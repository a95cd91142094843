"""The terms of the committee, one of them, and the page on which a new one begins."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.reading import journey, past
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.models import Term
from portal.register.forms.terms import TermForm
from portal.register.rules import changes_term, reads_register
from portal.register.workflow import terms as workflow


def terms(request):
    if not reads_register(request.hats):
        raise PermissionDenied
    page = Page(request, Term.objects.all(), COLUMNS, first="-since", drawn=_drawn)
    return page.answer(
        "register/terms.html",
        _("Terms"),
        nothing=_("No term has begun yet."),
        none_icon="calendar-range",
        may_begin=changes_term(request.hats),
    )


def _drawn(rows):
    return rows.annotate(
        members=Count("memberships__user", distinct=True), of_sectors=Count("sectors", distinct=True)
    )


def _name(term, request):
    return cells.opened(request, term, term.name)


COLUMNS = [
    Column("name", gettext_lazy("Term of the committee"), "name", _name, sort="name"),
    Column("since", gettext_lazy("From"), "since", sort="since", look="tight"),
    Column("until", gettext_lazy("To"), "until", sort="until", look="tight"),
    Column("members", gettext_lazy("Members"), "members", look="number"),
    Column("sectors", gettext_lazy("Sectors"), "of_sectors", look="number"),
]


@leads_back
def term(request, pk):
    """With all that changed when it began, as it was shown then."""
    if not reads_register(request.hats):
        raise PermissionDenied
    found = get_object_or_404(_drawn(Term.objects), pk=pk)
    entries = list(past(found))
    rows = entries[0].changes["rows"] if entries else []
    context = {"term": found, "rows": rows, "journey": journey(entries)}
    return render(request, "register/term.html", context)


def begin_term(request):
    """The form; then the dry run, row by row; then, for exactly these rows, the button that does it."""
    if not changes_term(request.hats):
        raise PermissionDenied
    old = workflow.present()
    form = TermForm(posted(request), term=old, initial={"since": local_day(request.now)})
    found, valid = None, request.method == "POST" and form.is_valid()
    if old and form.is_bound and form.says(old):  # the second press of the same button
        return redirect(old)
    if valid:
        try:
            workflow.require_good(form.plan(), local_day(request.now))
            found = workflow.changes(form.plan(), by=request.user, at=request.now)
            if request.POST.get("action") == "begin" and (shown := request.POST.get("shown")):
                made = workflow.begin_term(form.plan(), by=request.user, at=request.now, shown=shown)
                messages.success(request, _("Done. Those concerned are told."))
                return redirect(made)
        except ValidationError as error:
            form.add_error(None, error)
        except TooLate:
            words = _("Something has changed meanwhile. Look at what would change once more.")
            form.add_error(None, words)
            return _show(request, form, old, found, 409)
    return _show(request, form, old, None if form.errors else found, status_of(form))


def _show(request, form, old, found, status):
    context = {"form": form, "old": old}
    if found is not None:
        counts = {}
        for row in found:
            counts[row.what] = counts.get(row.what, 0) + 1
        context |= {"rows": [(row.what, row.who, row.before, row.after) for row in found]}
        context |= {"shown": workflow.digest(found), "counts": counts.items()}
    return render(request, "register/begin_term.html", context, status=status)
