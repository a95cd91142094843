"""The ledger of directives: which are open, for how many working days, with whom; what came of the others."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.pages.downloads import download
from portal.pages.lists import page_of
from portal.pages.workbooks import workbook
from portal.people.rules import in_office, is_clerk
from routing.directive_ledger import headings, row
from routing.forms import LedgerFilter
from routing.models import Directive
from routing.rules import sees_directives
from routing.views.directives import follow


def directives(request):
    """Open ones first, the oldest at the top."""
    rows, form, closed = asked_for(request)
    page = page_of(rows, request)
    follow(page, request)
    context = {
        "page": page,
        "closed": closed,
        "office": in_office(request.hats),
        "may_register": is_clerk(request.hats),
        "filter_form": form,
        "filters_set": len(form.wanted),
        "query": request.GET.urlencode(),
    }
    return render(request, "routing/directives.html", context)


def export(request):
    """The same rows, all pages of them, as a workbook."""
    rows, _form, closed = asked_for(request)
    rows = list(rows)
    follow(rows, request)
    name = _("Directives, closed") if closed else _("Directives, open")
    return download(workbook(_("Directives"), headings(), [row(each) for each in rows]), f"{name}.xlsx")


def asked_for(request):
    """(rows, filter form, whether the closed ones) as the address asks."""
    if not sees_directives(request.hats):
        raise PermissionDenied
    seen = Directive.objects.visible_to(request.hats)
    form = LedgerFilter(request.GET, rows=seen)
    closed = request.GET.get("closed")
    rows = form.filtered(seen).with_subject().prefetch_related("assignments__unit")
    rows = rows.exclude(closed_at=None) if closed else rows.filter(closed_at=None)
    return rows.order_by("-closed_at" if closed else "written_on", "id"), form, closed
