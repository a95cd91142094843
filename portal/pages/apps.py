"""What every page is made of: forms, lists, tables, workbooks, text, the tags of templates."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "portal.pages"

    def ready(self):
        """An error says what to do; Django's own words only say what is wrong."""
        Field.default_error_messages["required"] = _("Please fill this in.")
