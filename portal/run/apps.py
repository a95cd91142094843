"""Starting the whole portal on one machine, and the checks."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections, transaction
from django.db.models.signals import post_migrate

from portal.run import rights


class RunConfig(AppConfig):
    name = "portal.run"

    def ready(self):
        # Django tells only apps with tables; when it tells one of them, all are up to date.
        post_migrate.connect(let_the_application_in, sender=apps.get_app_config("ledger"))


def let_the_application_in(*, using, **_):
    """After each migration, where the owner is another role."""
    application, connection = settings.APPLICATION, connections[using]
    if application["USER"] == connection.settings_dict["USER"]:
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        rights.know(cursor, application["USER"], application["PASSWORD"])
        rights.let_in(cursor, application["USER"])
