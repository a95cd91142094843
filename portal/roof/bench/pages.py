"""`./run bench pages`: how long the pages take in a world as years of work leave it."""

from statistics import median, quantiles

from django.core.management import call_command
from django.core.management.base import CommandError

from portal.roof.bench import texts, world
from portal.roof.bench.visitor import Visitor


def measure(say, reports, visits):
    fill(say, reports)
    visitor = Visitor()
    say(f"\n{'':34}{'p50':>10}{'p95':>10}  statements")
    for name in visitor.pages:
        look(visitor, name)
        told = [look(visitor, name) for _ in range(visits)]
        times = [one["ms"] for one in told]
        p95, statements = quantiles(times, n=20)[-1], len(told[-1]["statements"])
        say(f"{name:34}{median(times):7.0f} ms{p95:7.0f} ms{statements:12}")


def fill(say, reports):
    """The sample's year, walked by the real verbs, and the copies of its rows."""
    call_command("seed", verbosity=0)
    call_command("load_sample", verbosity=0)
    with texts.written(reports) as path:
        for table, rows in world.load(reports, path).items():
            say(f"{table:34}{rows:10,}")


def look(visitor, name):
    told = visitor.visit(name)
    if told["status"] != 200:
        raise CommandError(f"{visitor.pages[name][1]} answers {told['status']}.")
    return told
