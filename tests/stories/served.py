"""The portal as browsers meet it in production: its web server, and the front server before it."""

from contextlib import contextmanager

from django.conf import settings

from portal.run.children import Child, stop, wait_for
from portal.run.embedded import free_port
from portal.run.front import front, web
from portal.run.launcher import page_answers


@contextmanager
def served(folder, *options):
    """The port where browsers ask, the socket behind it, and its two processes by name.

    `options` are gunicorn's.
    """
    folder.mkdir(exist_ok=True)
    port, socket, log = free_port(), folder / "web.sock", folder / "log"
    before = front(folder / "front", f"127.0.0.1:{port}", socket)
    commands = {"web": [*web(socket), *options], "front": before}
    children = {name: Child(line, log / name, cwd=settings.BASE_DIR) for name, line in commands.items()}
    try:
        wait_for(children.values(), lambda: page_answers(port))
        yield port, socket, children
    finally:
        stop(children.values())
