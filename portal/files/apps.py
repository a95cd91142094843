"""Files that people hand in, with whatever they belong to."""

from importlib import import_module

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "portal.files"

    def ready(self):
        """All apps have their models now, so that their rules can be read."""
        import_module("portal.files.registry").load()
