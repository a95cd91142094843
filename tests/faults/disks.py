"""The runs on a disk that fills up: the files' and the database's, each a small one of its own."""

from contextlib import suppress

import psycopg2
from django.db import connection

from tests.faults.runs import pause, run, start, times
from tests.faults.stand import statements

HALF = 100_000  # bytes of a file
LARGE = 3_000_000  # more than the pages hold in memory


class Filler:
    """What fills the disk to its last byte but so many."""

    def __init__(self, folder, spare=0):
        self.path, self.spare = folder / "filler", spare

    def fill(self):
        """Also what has become free since."""
        with self.path.open("ab", buffering=0) as file, suppress(OSError):
            while file.write(bytes(65536)):
                pass
        with self.path.open("ab") as file:
            file.truncate(max(file.tell() - self.spare, 0))

    def __enter__(self):
        self.fill()
        return self

    def __exit__(self, *_):
        self.path.unlink()


@run("the disk of the files full, for 40 posts", "leaves_files", disk="media")
def media_full(stand, changed):
    """What is uploaded in many pieces waits on the same disk."""
    sender, waiting = stand.ledger.sender, stand.folder / "media/waiting"
    waiting.mkdir()
    start(stand)
    with stand.web(changed, TMPDIR=str(waiting)) as port:
        sender.sign_in(port)
        sender.send(5)
        with Filler(stand.folder / "media", spare=HALF):
            sender.send(len(times(stand, 36, 6)))
            sender.send(len(times(stand, 4, 2)), size=LARGE)
            sender.look()
        sender.send_again()
        sender.send(5)


@run("the disk of the database full, then no room for its log", "unguarded", disk="postgres")
def database_full(stand, changed):
    sender, folder = stand.ledger.sender, stand.folder / "postgres"
    start(stand)
    with stand.web(changed) as port:
        sender.sign_in(port)
        sender.send(5)
        with Filler(folder) as filler:
            for _ in times(stand, 40, 8):
                filler.fill()
                sender.send(2)
                sender.look()
            use_up_the_log(stand, filler)
            sender.send(5)
            pause(stand, 20, 3)
            sender.send(5)
        pause(stand, 20, 5)
        stand.database.restart()
        connection.close()
        stand.buried()
        sender.send_again()
        sender.send(5)


def use_up_the_log(stand, filler):
    """Up to where the server finds no room for its log or a checkpoint, and ends itself."""
    with suppress(psycopg2.Error):
        for _ in range(50):
            filler.fill()
            statements(stand.database.child.url, "SELECT pg_switch_wal()", "CHECKPOINT")
