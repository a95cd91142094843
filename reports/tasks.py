"""The clock: Celery wakes these; what they do is read off the tables."""

from celery import shared_task
from django.utils import timezone

from reports.workflow import consultations


@shared_task
def forget():
    consultations.forget(timezone.now())
