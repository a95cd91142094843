"""A real SMTP server on this machine that keeps what it accepts, and misbehaves where it is told to."""

import asyncio
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from portal.run.embedded import free_port


class Sink:
    """`at_rcpt` and `at_data` map an address to an answer, or to a coroutine that is given the server."""

    def __init__(self):
        self.mails, self.at_rcpt, self.at_data = [], {}, {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.at_rcpt.get(address, "250 OK")

    async def handle_DATA(self, server, session, envelope):
        answer = self.at_data.get(envelope.rcpt_tos[0], "250 OK")
        if isinstance(answer, str) and not answer.startswith("250"):
            return answer
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer if isinstance(answer, str) else await answer(server)

    @property
    def keys(self):
        return [mail["Message-ID"] for mail in self.mails]

    @contextmanager
    def listening(self):
        controller = Controller(self, hostname="127.0.0.1", port=free_port())
        controller.start()
        self.port = controller.port
        try:
            yield self
        finally:
            controller.stop()


async def drop(server):
    """It has the message, but the sender never hears so."""
    server.transport.close()


async def hang(_server):
    await asyncio.Event().wait()


async def drip(server):
    """A byte of the answer a second: always in time, and never at its end."""
    while not server.transport.is_closing():
        server.transport.write(b"2")
        await asyncio.sleep(1)
