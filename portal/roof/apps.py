"""What looks down on the whole house: desk, record, overview, menu, the sample, the bench."""

from django.apps import AppConfig


class RoofConfig(AppConfig):
    name = "portal.roof"
