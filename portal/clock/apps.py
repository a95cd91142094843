"""The clock and what it keeps of its sweeps."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "portal.clock"
