"""Sending the queued mail. SMTP has no "exactly once": what may have gone out is decided here, openly.

A message is taken by an update filtered on its state, as a step of a report is. It is ours until the lease
ends; what is still "being sent" after that was left by a killed worker.
"""

import smtplib
import time
from datetime import timedelta
from email.utils import format_datetime

from django.core import mail as smtp
from django.db.models import Q
from django.utils.timezone import localtime

from feedback.letters import in_office_hours
from feedback.models import Mail
from portal.days import workdays

State, Trouble = Mail.State, Mail.Trouble
BATCH = 500
ROUND = 30  # seconds after which a round takes no further message,
LEASE = timedelta(minutes=2)  # so that the last one ends within its lease, timeouts and all
LONGEST_WAIT = timedelta(minutes=4)  # so that five minutes after a mail server is back nothing is left
MOST_TRIES = 360  # with the waits between them: a day


def deliver(at):
    """Sends what is due. Returns how many messages the server accepted."""
    recover(at)
    due = _due(at)
    if not due:
        return 0
    connection = smtp.get_connection()
    try:
        connection.open()
    except OSError as error:
        for mail in due:
            if _claim(mail, at):
                _again(mail, at, error)
        return 0
    try:
        return sum(_send(mail, connection, at) for mail in _ours(due, connection, at))
    finally:
        connection.close()


def recover(at):
    """What a killed worker left: news goes again under its Message-ID, a reminder does not."""
    left = _past(at, LEASE, State.SENDING)
    left.filter(resend=True).update(state=State.QUEUED)
    left.filter(resend=False).update(state=State.UNCERTAIN, error=Trouble.CUT_OFF)


def _past(at, longest, state):
    """Those whose time has come; what lies further ahead than any wait is from before the clock went back."""
    ahead = Q(next_try_at__gt=at, next_try_at__lte=at + longest)
    return Mail.objects.filter(~ahead, state=state)


def _due(at):
    """The next messages; a reminder that a fault held up waits for the morning rather than wake anybody."""
    due = _past(at, LONGEST_WAIT, State.QUEUED).select_related("user")
    if not in_office_hours(at, workdays.load()):
        due = due.filter(resend=True)
    return list(due.order_by("next_try_at", "id")[:BATCH])


def _ours(due, connection, at):
    """Takes one message after the other; a lost connection or a long round leaves the rest to the next."""
    ends = time.monotonic() + ROUND
    for mail in due:
        if connection.connection.sock is None or time.monotonic() > ends:
            return
        if _claim(mail, at):
            yield mail


def _claim(mail, at):
    """False where another worker was faster."""
    return _write(mail, state=State.SENDING, tries=mail.tries + 1, next_try_at=at + LEASE)


def _write(mail, **fields):
    """Changes the row if it still is as we know it: state, tries and lease say whose turn it is."""
    known = {name: getattr(mail, name) for name in ("pk", "state", "tries", "next_try_at")}
    changed = Mail.objects.filter(**known).update(**fields)
    for name, value in fields.items() if changed else ():
        setattr(mail, name, value)
    return changed


def _send(mail, connection, at):
    """Returns whether the server accepted it."""
    try:
        accepted = _message(mail, connection).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        _refused(mail, at, smtplib.SMTPResponseException(*max(refusal.recipients.values())))
    except smtplib.SMTPResponseException as refusal:
        _refused(mail, at, refusal)
    except OSError as error:  # cut off: the server may have it
        if mail.resend:
            _again(mail, at, error)
        else:
            _write(mail, state=State.UNCERTAIN, error=_words(error))
    except ValueError:
        _write(mail, state=State.FAILED, error=Trouble.UNWRITABLE)
    else:
        if accepted:  # a fact, whatever became of the lease
            return Mail.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=at, error="")
        _write(mail, state=State.FAILED, error=Trouble.NO_ADDRESS if mail.user.is_active else Trouble.CLOSED)
    return False


def _message(mail, connection):
    """Dated when it was written, since it says "today"; without an address for who has left since."""
    return smtp.EmailMessage(
        mail.subject, mail.body, to=[mail.user.email] if mail.user.is_active else [], connection=connection,
        headers={
            "Message-ID": f"<{mail.message_id}@zhitongche>",
            "Date": format_datetime(localtime(mail.created_at)),
        },
    )  # fmt: skip


def _refused(mail, at, refusal):
    """For good with 5xx, for now with 4xx (RFC 5321, 4.2.1)."""
    if refusal.smtp_code >= 500:
        _write(mail, state=State.FAILED, error=_words(refusal))
    else:
        _again(mail, at, refusal)


def _again(mail, at, error):
    """Later, and later each time; after a day of trying it has failed, for all to see."""
    if mail.tries >= MOST_TRIES:
        _write(mail, state=State.FAILED, error=_words(error))
    else:
        wait = min(timedelta(minutes=2 * mail.tries), LONGEST_WAIT)
        _write(mail, state=State.QUEUED, next_try_at=at + wait, error=_words(error))


def _words(error):
    """As one reads it: "550 no such person", or what the system says. A server may send any byte."""
    if not isinstance(error, smtplib.SMTPResponseException):
        return str(error)
    said = error.smtp_error
    said = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join(f"{error.smtp_code} {said}".replace("\0", "").split())[:500]
