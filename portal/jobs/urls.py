"""Files that are made for somebody: asking for one, how far it is, picking it up."""

from django.urls import path

from portal.jobs import views

urlpatterns = [
    path("jobs/ask/", views.ask_job, name="ask_job"),
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("jobs/<uuid:pk>/fetch/", views.fetch_job, name="fetch_job"),
    path("jobs/<uuid:pk>/drop/", views.drop_job, name="drop_job"),
]
