"""The clock: Celery wakes these; what they do is read off the tables."""

from celery import shared_task
from django.utils import timezone

from reports.workflow import calendar, consultations


@shared_task
def forget():
    consultations.forget(timezone.now())


@shared_task
def catch_up():
    calendar.catch_up(timezone.now())
