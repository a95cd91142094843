"""What the forms of the route tests are sent with, where that names objects of the world."""

import uuid
from datetime import timedelta

from django.utils import timezone


def units(w):
    return {"lead": w.office.unit.pk}


def composed(w):
    places = {f"place_{w.piece.pk}": 1}
    return {"version": w.open_issue.version, "readers": [w.office.leader.pk], **places}


def directed(w):
    return {"place": f"piece-{w.report.piece.pk}", "key": uuid.uuid4(), "text": "请速办。"}


def seated(w):
    until = timezone.localdate() + timedelta(days=3)
    return {"post": "clerk", "user": w.colleague.pk, "since": until, "until": until, "stand_in": "on"}
