"""People in the register: who they are by date, found by any of their names, and read in from rosters."""

from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "portal.persons"
