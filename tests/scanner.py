"""Something that speaks as ClamAV's daemon does, over a real socket."""

import socket
import threading
from contextlib import contextmanager

CLEAN, VIRUS = b"stream: OK\0", b"stream: Win.Test.EICAR_HDB-1 FOUND\0"


@contextmanager
def scanner(settings, answer=CLEAN):
    """Reads all that is sent and says one thing: `answer`, or what that makes of a file; None is silence.

    The block gets a list of the files it has been sent.
    """
    heard, done = [], threading.Event()

    def serve():
        while True:
            try:
                line, _peer = server.accept()
            except OSError:
                return
            with line:
                heard.append(read(line))
                said = answer(heard[-1]) if callable(answer) else answer
                if said is None:
                    done.wait(5)
                else:
                    line.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield heard
        finally:
            done.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def read(line):
    """The file of one request: its chunks, each after its length, up to one of length 0."""
    with line.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        file = b""
        while length := int.from_bytes(stream.read(4), "big"):
            file += stream.read(length)
        return file
