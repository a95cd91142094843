"""The ground everything stands on."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
