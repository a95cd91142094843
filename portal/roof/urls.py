"""The pages that look down on the whole house."""

from django.urls import path

from portal.roof.views import help, procedures
from portal.roof.views.desk import desk, due
from portal.roof.views.overview import overview
from portal.roof.views.pages import pages
from portal.roof.views.profile import profile
from portal.roof.views.record import record
from portal.roof.views.search import search

urlpatterns = [
    path("", desk, name="desk"),
    path("due/<int:pk>/", due, name="due"),
    path("pages/", pages, name="pages"),
    path("help/", help.help_all, name="help"),
    path("help/<str:page>/", help.help_page, name="help_page"),
    path("help/<str:page>/edit/", help.edit_page, name="edit_help"),
    path("profile/", profile, name="profile"),
    path("search/", search, name="search"),
    path("overview/", overview, name="overview"),
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/<slug:kind>/", procedures.document, name="procedures_document"),
    path("reports/<int:pk>/", record, name="report"),
]
