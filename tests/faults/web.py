"""The portal's pages for a run; in its control with one protection taken away."""

import os

from portal.wsgi import application
from tests.faults import changes

for name in os.environ.get("CHANGED", "").split():
    getattr(changes, name)()

__all__ = ["application"]
