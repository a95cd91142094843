"""What each page is for: of all pages, of one (js/part.js shows it beside the page), and the clerk's form."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from portal.ledger.editing import edit
from portal.ledger.engine import decided
from portal.pages.forms import status_of
from portal.people.rules import is_clerk
from portal.roof.forms import HelpForm
from portal.roof.menu import SECTIONS, apart, open_to
from portal.roof.models import PageHelp
from portal.roof.topics import words_of
from portal.roof.workflow import edit_help


def help_all(request):
    """Of every page that one may open; the clerk, who keeps the words, has those of all."""
    sections, own = _items(request.hats), _own()
    rows = {
        label: [(item, own.get(item.name) or words_of(item.name)) for item in items]
        for label, items in sections.items()
    }
    return render(request, "roof/help_all.html", {"sections": rows, "may_edit": is_clerk(request.hats)})


def help_page(request, page):
    item = found(request.hats, page)
    words = _own(page=page).get(page) or words_of(page)
    context = {"item": item, "words": words, "may_edit": is_clerk(request.hats)}
    return render(request, "roof/help.html", context)


def edit_page(request, page):
    """The clerk's."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    item = found(request.hats, page)
    form, saved = edit(request, partial(_form, page), partial(edit_help, page), partial(_kept, page))
    if saved:
        return redirect("help_page", page)
    context = {"item": item, "form": form, "words": words_of(page)}
    return render(request, "roof/edit_help.html", context, status=status_of(form))


def _own(**which):
    """{page: the office's words}"""
    return dict(PageHelp.objects.filter(**which).exclude(text="").values_list("page", "text"))


def _items(hats):
    """{section: [Item]} of what somebody is helped with."""
    clerk = is_clerk(hats)
    sections = dict(SECTIONS) if clerk else open_to(hats)
    return sections | {_("Wherever you are"): [item for item in apart() if clerk or item.rule(hats)]}


def found(hats, page):
    helped = {item.name: item for items in _items(hats).values() for item in items}
    if page not in helped:
        raise Http404(page)
    return helped[page]


def _kept(page):
    return PageHelp.objects.filter(page=page).first() or PageHelp(page=page)


def _form(page, sent):
    """With the words as they stand now."""
    kept = _kept(page)
    return HelpForm(sent, initial={"text": kept.text, "version": decided(kept).count()})
