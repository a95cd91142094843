"""The pages of the audit."""

from django.urls import path

from portal.audit import views

urlpatterns = [
    path("audit/", views.events, name="audit"),
    path("audit/rights/", views.rights, name="audit_rights"),
]
