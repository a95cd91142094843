"""What a run changes in the portal's processes: the clock they read and, for its control, one protection.

Nothing of this is in the portal itself; each function takes effect in the process that calls it.
"""

import os
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from celery.worker import request
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.urls import get_resolver
from django.utils import timezone
from django.views import defaults

from feedback import delivery, ladder, letters, sweeps
from feedback.models import Mail
from portal import celery
from portal.celery import app
from portal.ledger.models import Untold

real_now, app_now = timezone.now, app.now
real_write, real_unheard = letters.write, ladder.unheard


def moved_clock():
    """By as many seconds as the file says at this moment, for beat and sweeps alike."""
    place = Path(os.environ["MOVED_CLOCK"])

    def moved():
        return timedelta(seconds=int(place.read_text()))

    class Moved(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + moved()

    timezone.now = lambda: real_now() + moved()
    app.now = lambda: app_now() + moved()
    request.datetime = Moved  # by which a tick expires


def without_claim():
    """A mail is not taken before it is sent: whoever dies in between leaves it as if nobody had tried."""
    delivery._claim = lambda mail, at: True


def without_lock_or_keys():
    """Every sweep believes itself alone; the run takes the unique keys away. A pause lets them meet."""
    without_claim()
    sweeps.alone = lambda name: True

    def slowly(*args, **kwargs):
        time.sleep(0.5)
        return real_write(*args, **kwargs)

    sweeps.write = slowly


def in_the_queue():
    """Mails are messages at the broker, sent for when they are written, instead of rows that are swept."""

    @app.task(name="send_one")
    def send_one(pk):
        mail, at = Mail.objects.get(pk=pk), timezone.now()
        connection = delivery.smtp.get_connection()
        connection.open()
        if delivery._claim(mail, at):
            delivery._send(mail, connection, at)

    def write(*args, **kwargs):
        written = real_write(*args, **kwargs)
        queued = list(Mail.objects.filter(created_at=kwargs["at"]).values_list("pk", flat=True))
        transaction.on_commit(lambda: [send_one.apply_async([pk], retry=False) for pk in queued])
        return written

    sweeps.write, delivery.deliver = write, lambda at: 0


def by_the_tick():
    """A sweep sees to what comes up at its own tick, and not to all that is owed."""
    minute, tell = timedelta(minutes=1), sweeps.tell

    def unheard(at, calendar):
        return ((user, m) for user, m in real_unheard(at, calendar) if abs(m.duty.due_at - at) < minute)

    def tell_of_now(at):
        Untold.objects.filter(entry__at__lt=at - minute).delete()
        return tell(at)

    ladder.unheard, sweeps.tell = unheard, tell_of_now


def sent_once():
    """What could not be sent is not tried again."""
    delivery._again = lambda mail, at, error: delivery._write(mail, state=Mail.State.FAILED, error=str(error))


def reminders_again():
    """A reminder that may have gone out is treated as news is: sent again, and at once."""
    real, delivery.LONGEST_WAIT = delivery._due, timedelta()

    def due(at):
        mails = real(at)
        for mail in mails:
            mail.resend = True
        return mails

    delivery._due = due


def celerys_beat():
    """Celery's own, which waits for the hour to come round again when the clock is set back."""
    app.conf.beat_scheduler = "celery.beat:PersistentScheduler"


def commits_in_memory():
    """Only the run's database changes: see Stand.leave_commits_in_memory."""


def soon_over():
    """The limit of a sweep, for the short form; what there is to send takes a few seconds."""
    app.conf.task_time_limit = 20


def without_bounds():
    """Any number of runs of a sweep at once, and each for ever."""

    @contextmanager
    def unbounded(_sweep, _seconds):
        yield True

    celery.bounded = unbounded


def unguarded():
    """Django's own page where something broke."""
    get_resolver().urlconf_module.handler500 = defaults.server_error


def leaves_files():
    """What was written of a file that was not kept stays on the disk."""
    FileSystemStorage.delete = lambda _storage, _name: None


def asks_broker():
    """Every act sends a message, as if the page had to wake somebody."""
    from portal.ledger import engine  # noqa: PLC0415

    real = engine.write

    def write(*args, **kwargs):
        entry = real(*args, **kwargs)
        app.send_task("feedback.tasks.tell")
        return entry

    engine.write = write
