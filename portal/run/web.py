"""The web server's worker: gunicorn's own, but an address that is too long is answered in a page of ours."""

from contextlib import suppress

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Django never hears of such a request: what follows the address, as who asks, has not been read yet."""

    def handle_error(self, req, client, addr, exc):
        if isinstance(exc, LimitRequestLine):
            self.log.warning("An address is too long.")
            with suppress(OSError):  # nobody waits for the answer any more
                client.sendall(too_long())
        else:
            super().handle_error(req, client, addr, exc)


def too_long():
    """The whole answer, as bytes; in Chinese, because nobody knows yet who asks."""
    with translation.override(settings.LANGUAGE_CODE):
        page = render_to_string("414.html").encode()
    head = (
        "HTTP/1.1 414 URI Too Long", "Connection: close", "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(page)}", "", "",
    )  # fmt: skip
    return "\r\n".join(head).encode() + page
