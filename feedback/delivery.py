"""Sending the queued mail. SMTP has no "exactly once": what may have gone out twice is decided here, openly."""

import smtplib
from datetime import timedelta

from django.core import mail as smtp
from django.db import transaction
from django.db.models import F

from feedback.models import Mail

BATCH = 50
LEASE = timedelta(minutes=2)  # a message still "being sent" after that was left by a killed worker
GIVE_UP = timedelta(hours=24)


def deliver(at):
    """Sends what is due. Returns how many messages the server accepted."""
    recover(at)
    batch = _claim(at)
    if not batch:
        return 0
    connection = smtp.get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        for message in batch:
            _again(message, at, error)
        return 0
    try:
        return sum(_send(message, connection, at) for message in batch)
    finally:
        connection.close()


def recover(at):
    """After a crash between sending and noting it: news goes again under its Message-ID, a reminder does not."""
    left = Mail.objects.filter(state=Mail.State.SENDING, next_try_at__lte=at)
    left.filter(resend=True).update(state=Mail.State.QUEUED)
    left.filter(resend=False).update(state=Mail.State.UNCERTAIN)


@transaction.atomic
def _claim(at):
    """Takes a batch that no other worker has; the lease says until when it is ours."""
    due = Mail.objects.filter(state=Mail.State.QUEUED, next_try_at__lte=at).select_related("user")
    batch = list(due.select_for_update(of=["self"], skip_locked=True)[:BATCH])
    Mail.objects.filter(pk__in=[m.pk for m in batch]).update(
        state=Mail.State.SENDING, next_try_at=at + LEASE, tries=F("tries") + 1
    )
    return batch


def _send(mail, connection, at):
    message = smtp.EmailMessage(
        mail.subject, mail.body, to=[mail.user.email], connection=connection,
        headers={"Message-ID": f"<{mail.message_id}@zhitongche>"},
    )  # fmt: skip
    try:
        message.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        codes = (
            [c for c, _ in error.recipients.values()] if hasattr(error, "recipients") else [error.smtp_code]
        )
        if max(codes) >= 500:
            _note(mail, Mail.State.FAILED, error)
        else:
            _again(mail, at, error)
        return False
    except (OSError, smtplib.SMTPException) as error:  # cut off: the server may have it
        if mail.resend:
            _again(mail, at, error)
        else:
            _note(mail, Mail.State.UNCERTAIN, error)
        return False
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=at, error="")
    return True


def _again(mail, at, error):
    """Later, and later each time, up to a day."""
    if at - mail.created_at > GIVE_UP:
        return _note(mail, Mail.State.FAILED, error)
    wait = timedelta(minutes=min(2**mail.tries, 60))
    return Mail.objects.filter(pk=mail.pk).update(
        state=Mail.State.QUEUED, next_try_at=at + wait, error=str(error)
    )


def _note(mail, state, error):
    return Mail.objects.filter(pk=mail.pk).update(state=state, error=str(error))
