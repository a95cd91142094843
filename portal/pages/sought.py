"""The box of words that a list is searched for."""

from django.utils.translation import gettext_lazy as _

from portal.pages.text import CleanLine


class Sought(CleanLine):
    """50 characters at most. The browser says so where there are more; nothing that is pasted is cut off."""

    def __init__(self, **said):
        too_long = _("Search for 50 characters at most; these are %(show_value)d.")
        super().__init__(max_length=50, required=False, error_messages={"max_length": too_long}, **said)

    def widget_attrs(self, widget):
        return {"pattern": ".{0,50}", "title": _("At most 50 characters")}
