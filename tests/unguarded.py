"""The portal's pages as Django has them: the control of tests/portal/test_database_down.py."""

from django.urls import get_resolver
from django.views import defaults

from portal.wsgi import application

get_resolver().urlconf_module.handler500 = defaults.server_error

__all__ = ["application"]
