"""The clock: Celery wakes this; what it does is read off the tables."""

from celery import shared_task
from django.utils import timezone

from portal.days.workflow import calendar


@shared_task
def catch_up():
    calendar.catch_up(timezone.now())
