"""The portal's own cookies. In production no other host and no plain http can set one."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


def named(name):
    return f"__Host-{name}" if settings.HTTPS else name


class CookieOfMessages(CookieStorage):
    cookie_name = named("messages")


class Messages(FallbackStorage):
    """Django's own: in a cookie, and what is too long for one in the session."""

    storage_classes = CookieOfMessages, SessionStorage
