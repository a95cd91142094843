"""The pages that look down on the whole house."""

from django.urls import path

from portal.roof.views import procedures
from portal.roof.views.desk import desk, due
from portal.roof.views.overview import overview
from portal.roof.views.pages import pages
from portal.roof.views.record import record
from portal.roof.views.search import search

urlpatterns = [
    path("", desk, name="desk"),
    path("due/<int:pk>/", due, name="due"),
    path("pages/", pages, name="pages"),
    path("search/", search, name="search"),
    path("overview/", overview, name="overview"),
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/<slug:kind>/", procedures.document, name="procedures_document"),
    path("reports/<int:pk>/", record, name="report"),
]
