"""One page of a list: what is shown is exactly what is counted."""

from django.core.paginator import Paginator

ROWS = 30


def page_of(rows, request):
    """The page the address asks for; the nearest one there is, for a number out of range or no number."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
