"""One page of a list: what is shown is exactly what is counted, and what was ticked on it."""

from django.core.paginator import Paginator

ROWS = 30


def page_of(rows, request):
    """The page the address asks for; the nearest one there is, for a number out of range or no number."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def ticked(request, name):
    """The ids of the rows that were ticked; what is no id is nothing ticked."""
    return {int(n) for n in request.POST.getlist(name) if n.isascii() and n.isdigit() and len(n) < 18}
