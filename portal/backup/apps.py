"""A backup of everything, and its way back."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "portal.backup"
