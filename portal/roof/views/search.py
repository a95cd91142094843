"""The one search, from the box at the top of every page."""

from django.shortcuts import render
from django.urls import reverse

from portal.pages.forms import asked_of, status_of
from portal.roof.forms import SearchForm
from portal.roof.seeking import REPORTS, found


def search(request):
    """What was found, by kind; nothing is looked for without a word."""
    form = SearchForm(request.GET)
    words = asked_of(form).get("q", "")
    groups = [
        (kind.label, [_line(kind, row, request.hats) for row in rows], more)
        for kind, rows, more in (found(request.hats, words) if words else [])
    ]
    context = {"form": form, "words": words, "groups": groups}
    context |= {"reports": REPORTS.label, "all_reports": reverse("reports:list", query={"q": words})}
    return render(request, "roof/search.html", context, status=status_of(form))


def _line(kind, row, hats):
    beside = [said for said in (about(row) for about in kind.beside) if said]
    return kind.address(row, hats), kind.title(row), beside
