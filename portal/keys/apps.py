"""The second factor: what somebody has besides a password, who must have one, and who takes it away."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class KeysConfig(AppConfig):
    name = "portal.keys"

    def ready(self):
        """However somebody comes in, what is still asked of them stands in the session from then on."""
        from portal.keys.session import begin  # noqa: PLC0415 (models are there only now)

        user_logged_in.connect(begin, dispatch_uid="portal.keys")
