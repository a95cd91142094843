"""The clock: Celery wakes this; what it does is read off the tables."""

from celery import shared_task
from django.utils import timezone

from portal.files import scanning


@shared_task
def scan():
    scanning.scan(timezone.now())
