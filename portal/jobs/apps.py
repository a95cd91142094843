"""Work that takes longer than anybody waits for a page."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "portal.jobs"
