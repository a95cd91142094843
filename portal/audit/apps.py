"""Who came in, who was turned away or refused, who read what is secret, who took files along."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "portal.audit"
