"""The clock: Celery wakes this; what it does is read off the tables."""

from celery import shared_task
from django.utils import timezone

from portal.people import sessions


@shared_task
def forget_sessions():
    sessions.forget_sessions(timezone.now())
