"""What is said of each sweep where it stands still: the declaration of a task says it with the task."""

from dataclasses import dataclass, field
from importlib import import_module

from celery import shared_task
from django.utils.functional import Promise

ALARMS: dict[str, "Alarm"] = {}  # by the name of the task


@dataclass(frozen=True)
class Alarm:
    """`idle` says what has not happened since %(time)s; `findings` what its failures mean, by their class."""

    idle: str | Promise
    office: bool = True  # whether the work of the office depends on it
    findings: dict[str, str | Promise] = field(default_factory=dict)


def sweep(alarm: Alarm, **options):
    """Declares a task of the clock; the options are Celery's."""

    def declare(act):
        ALARMS[f"{act.__module__}.{act.__name__}"] = alarm
        return shared_task(**options)(act)

    return declare


def alarm_of(sweep: str) -> Alarm:
    """The tasks are imported here because no page needs Celery but for this."""
    import_module(sweep.rpartition(".")[0])
    return ALARMS[sweep]
