"""`./run bench suggest`: how often the unit that got a matter was among those that would have been suggested.

The demo's year is gone through once more: for each matter only what had been assigned before it is known.
"""

from collections import Counter

from django.core.management import call_command

from portal.roof.bench.measure import Clock
from routing.models import Assignment
from routing.suggest import suggest

FIRST = 3


def measure(say, _reports, _visits):
    call_command("seed")
    call_command("load_sample")
    clock, found = Clock(), Counter()
    past = Assignment.objects.filter(part=Assignment.Part.LEAD).select_related("report")
    for assignment in past.order_by("assigned_at", "pk"):
        with clock.visit():
            suggested = suggest([assignment.report], before=assignment.assigned_at)[assignment.report_id]
        found.update(reached(assignment, suggested))
    total = found["matters"]
    say(f"{total} matters that units had; the unit that answered was among the first {FIRST} suggested")
    say(f"{'in all':36}{found['first']:4} of {total:4}  {found['first'] / total:6.1%}")
    for known, name in ((True, "with a similar report before it"), (False, "without one")):
        say(f"{name:36}{found['first', known]:4} of {found['matters', known]:4}")
    say(f"p50 {clock.p50:.1f} ms, p95 {clock.p95:.1f} ms for one report")


def reached(assignment, suggested):
    """What to count: the matter, and whether its unit stood among the first."""
    similar = any("similar" in reason or "类似" in reason for one in suggested for reason in one.reasons)
    yield from ("matters", ("matters", similar))
    if assignment.unit in [one.unit for one in suggested[:FIRST]]:
        yield from ("first", ("first", similar))
