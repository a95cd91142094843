"""What people have begun and not sent: the words and the files of a form, theirs alone."""

from django.apps import AppConfig


class UnsentConfig(AppConfig):
    name = "portal.unsent"
