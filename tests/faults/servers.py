"""PostgreSQL and Valkey that a run may kill: always on the same port, however often they are started."""

import os
import signal
from contextlib import ExitStack, contextmanager

from portal.run import embedded

SETTINGS = {
    "DEMO": "true", "DJANGO_SETTINGS_MODULE": "portal.settings",
    "SECRET_KEY": "only-for-fault-runs-" + "0123456789" * 4,
}  # fmt: skip
PASSWORD = "only-for-fault-runs"


class Server:
    def __init__(self, serve, folder, **how):
        self.port = embedded.free_port()
        self.serving = lambda: serve(folder, password=PASSWORD, port=self.port, **how)
        self.stack = ExitStack()

    def start(self):
        self.child = self.stack.enter_context(self.serving())
        return self.child.url

    def restart(self):
        """As whoever runs it does where it has ended."""
        if self.child.poll() is not None:
            self.stack.close()
            self.start()

    def kill(self, number=signal.SIGKILL):
        self.child.process.send_signal(number)
        self.child.process.wait()
        self.stack.close()


@contextmanager
def both(folder):
    """As in production, but a broker that dies keeps nothing: the worse case. The environment names them."""
    database = Server(embedded.postgres, folder)
    broker = Server(embedded.valkey, folder, durable=False)
    mail = embedded.free_port()
    os.environ |= SETTINGS | {"MEDIA_ROOT": str(folder / "media"), "EMAIL_URL": f"smtp://127.0.0.1:{mail}"}
    os.environ["MOVED_CLOCK"] = str(folder / "moved_clock")
    try:
        os.environ["DATABASE_URL"] = database.start().removesuffix("postgres") + "portal"
        os.environ["REDIS_URL"] = broker.start()
        yield database, broker
    finally:
        database.stack.close()
        broker.stack.close()
