"""The portal's pages for a run; in the control each act asks the broker."""

import os

from portal.wsgi import application
from tests.faults import changes

if os.environ.get("ASKS_BROKER"):
    changes.asks_broker()

__all__ = ["application"]
