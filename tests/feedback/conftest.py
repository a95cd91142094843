"""A mail server for the tests of what is sent, and mail that did not arrive."""

import pytest

from feedback import delivery, sweeps
from feedback.models import Mail
from tests.makers import NINE
from tests.sink import Sink


@pytest.fixture
def sink(settings):
    with Sink().listening() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


@pytest.fixture
def refused(office, sink):
    """News for the author that the mail server refused for good."""
    sink.at_rcpt["author@example.test"] = "550 no such person"
    office.report()
    sweeps.tell(NINE)
    delivery.deliver(NINE)
    return Mail.objects.get()


@pytest.fixture
def lost(office):
    """Rows of one person, as a mail server that is away for days leaves them."""

    def add(n, state=Mail.State.FAILED, user=office.author):
        said = {
            "subject": "一件事",
            "body": "请看。",
            "error": "[Errno 111] Connection refused",
            "resend": True,
        }
        at = {"created_at": NINE, "next_try_at": NINE, "tries": delivery.MOST_TRIES}
        keys = range(Mail.objects.count(), Mail.objects.count() + n)
        return Mail.objects.bulk_create(
            Mail(key=f"lost/{key}", user=user, state=state, **said, **at) for key in keys
        )

    return add
