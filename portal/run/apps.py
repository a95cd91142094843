"""Starting the whole portal on one machine, and the checks."""

from django.apps import AppConfig


class RunConfig(AppConfig):
    name = "portal.run"
