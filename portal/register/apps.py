"""The register: organisations as they come, change and end; sectors and their groups; terms."""

from importlib import import_module

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "portal.register"

    def ready(self):
        """All apps have their models now, so that what goes over to a successor can be read."""
        import_module("portal.register.registry").load()
