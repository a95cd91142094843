"""All pages: where the menu shows what is daily, this one has the rest."""

from django.shortcuts import render

from portal.roof.menu import open_to


def pages(request):
    return render(request, "roof/pages.html", {"sections": open_to(request.hats)})
