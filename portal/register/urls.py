"""Organisations, sectors and terms."""

from django.urls import path

from portal.register.views import changing, organisations, sectors, terms

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/tree/", organisations.tree, name="organisation_tree"),
    path("organisations/add/", changing.add_organisation, name="add_organisation"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", changing.edit_organisation, name="edit_organisation"),
    path("organisations/<int:pk>/rename/", changing.rename_organisation, name="rename_organisation"),
    path("organisations/<int:pk>/move/", changing.move_organisation, name="move_organisation"),
    path("organisations/<int:pk>/dissolve/", changing.dissolve_organisation, name="dissolve_organisation"),
    path("sectors/", sectors.sectors, name="sectors"),
    path("sectors/add/", sectors.add_sector, name="add_sector"),
    path("sectors/<int:pk>/edit/", sectors.edit_sector, name="edit_sector"),
    path("terms/", terms.terms, name="terms"),
    path("terms/begin/", terms.begin_term, name="begin_term"),
    path("terms/<int:pk>/", terms.term, name="term"),
]
