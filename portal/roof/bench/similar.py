"""`./run bench similar`: whether a rewritten report's source is found among many, and how fast."""

import random

from portal.roof.bench import texts
from portal.roof.bench.measure import Clock, like_scan
from reports.models import Report
from reports.similar import similar

PROBES, AMONG_THE_FIRST = 200, 3
BEGUN = 60  # characters of a draft that has hardly begun


def measure(say, reports, _visits):
    texts.fill(reports)
    say(f"{reports} reports; {PROBES} of them with 15 % of their characters rewritten\n")
    say(f"{'':36}{'found':>7}{'p50':>10}{'p95':>10}")
    scan = Clock()
    probes = probes_of(PROBES)
    for _pk, parts in probes[:20]:
        with scan.visit():
            like_scan(parts["situation"][10:18])
    for name, shape in {"the whole text": dict, "a title and sixty characters": begun}.items():
        clock = Clock()
        hits = sum(found(pk, shape(parts), clock) for pk, parts in probes)
        say(f"{name:36}{hits / PROBES:7.1%}{clock.p50:7.1f} ms{clock.p95:7.1f} ms")
    say(f"{'a LIKE scan for eight characters':36}{'':7}{scan.p50:7.1f} ms{scan.p95:7.1f} ms")


def probes_of(count, seed=7):
    """[(id of the source, its rewritten text)] of reports drawn at random."""
    rng = random.Random(seed)
    pks = rng.sample(list(Report.objects.order_by("pk").values_list("pk", flat=True)), count)
    rows = Report.objects.in_bulk(pks)
    return [(pk, {part: texts.rewritten(text, rng) for part, text in rows[pk].parts().items()}) for pk in pks]


def begun(parts):
    return parts | {"situation": parts["situation"][:BEGUN], "analysis": "", "advice": ""}


def found(pk, parts, clock):
    with clock.visit():
        near = similar(parts, Report.objects.all())
    return pk in [report.pk for report, _share in near[:AMONG_THE_FIRST]]
