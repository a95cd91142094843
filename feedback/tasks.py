"""The clock: Celery wakes these; what they do is read off the tables."""

from celery import shared_task
from django.utils import timezone

from feedback import delivery, sweeps


@shared_task
def tell():
    sweeps.tell(timezone.now())


@shared_task
def remind():
    sweeps.remind(timezone.now())


@shared_task
def escalate():
    sweeps.escalate(timezone.now())


@shared_task
def lapse():
    sweeps.lapse(timezone.now())


@shared_task
def slip():
    sweeps.slip(timezone.now())


@shared_task
def nudge():
    sweeps.nudge(timezone.now())


@shared_task
def close_day():
    sweeps.close_day(timezone.now())


@shared_task
def erase():
    sweeps.erase(timezone.now())


@shared_task
def deliver():
    delivery.deliver(timezone.now())
