"""How long things take with many reports, in a database of its own that is dropped again."""

from django.core.management.base import BaseCommand
from django.db import connection

from portal.roof.bench import documents, pages, search, similar, suggest, sweep

DATABASE = "zhitongche_bench"
WHAT = {
    "pages": (pages, 10_000), "similar": (similar, 100_000), "search": (search, 100_000),
    "documents": (documents, 0), "suggest": (suggest, 0),
    "sweep": (sweep, 100_000),
}  # fmt: skip


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("what", choices=WHAT)
        parser.add_argument("--reports", type=int, help="how many rows; of the sweep, duties")
        parser.add_argument("--visits", type=int, default=30)

    def handle(self, *, what, reports, visits, **options):
        module, usual = WHAT[what]
        name = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"] |= {"NAME": DATABASE}
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            module.measure(self.stdout.write, reports or usual, visits)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
