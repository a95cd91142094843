"""Who is who: organisations, people, hats, posts with seats and leave, and the door."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "portal.people"
