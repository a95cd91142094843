"""When: working days, time limits, and dates counted again."""

from importlib import import_module

from django.apps import AppConfig


class DaysConfig(AppConfig):
    name = "portal.days"

    def ready(self):
        """All apps have their models now, so that their rules can be read."""
        import_module("portal.days.registry").load()
