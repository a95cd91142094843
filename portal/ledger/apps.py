"""The two ledgers, what happened and who owes what by when; and the procedures they are read by."""

from importlib import import_module

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "portal.ledger"

    def ready(self):
        """All apps have their models now, so that their procedures can be read."""
        import_module("portal.ledger.registry").load()
