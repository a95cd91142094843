"""Every page of the portal. Closed by default: only the door is open to strangers."""

from django.urls import include, path

handler500 = "portal.pages.trouble.broken"
urlpatterns = [
    path("", include("portal.roof.urls")),
    path("", include("portal.people.urls")),
    path("", include("portal.register.urls")),
    path("", include("portal.keys.urls")),
    path("", include("portal.persons.urls")),
    path("", include("portal.days.urls")),
    path("", include("portal.files.urls")),
    path("", include("portal.unsent.urls")),
    path("", include("portal.jobs.urls")),
    path("", include("portal.backup.urls")),
    path("", include("portal.audit.urls")),
    path("", include("portal.run.urls")),
    path("", include("feedback.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("routing.urls")),
    path("", include("reports.urls")),
    path("", include("portal.ledger.urls")),  # the steps of all of them: after their own pages
]
