"""The page of the backups."""

from django.urls import path

from portal.backup.views import backups

urlpatterns = [path("backups/", backups, name="backups")]
