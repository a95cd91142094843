"""See the module docstrings of this app; what it is for stands in the README."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
