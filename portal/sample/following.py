"""What the sample's office does about what units are late with."""

from datetime import timedelta

from reports.models import Duty
from routing.workflow.chasing import chase


def load(year):
    """A word to the lead unit that is latest, some days ago."""
    at = year.in_office(year.now - timedelta(days=4))
    late = Duty.objects.late(at).filter(unit__isnull=False, kind="reply").order_by("due_at", "id")
    note = "此件已超期，请抓紧办理，并于本周内书面答复。"
    chase(list(late[:1]), by=year.register.people["lihui"], at=at, note=note)
