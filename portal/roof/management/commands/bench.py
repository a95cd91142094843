"""How long things take with many reports, in databases of their own that are dropped again."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.roof.bench import against, documents, files, pages, plans, search, similar, suggest, sweep

DATABASE = "zhitongche_bench"
WHAT = {
    "pages": (pages, 100_000), "explain": (plans, 100_000), "sweep": (sweep, 100_000),
    "similar": (similar, 100_000), "search": (search, 100_000), "documents": (documents, 0),
    "suggest": (suggest, 0), "files": (files, 50_000),
}  # fmt: skip


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("what", choices=[*WHAT, "against"])
        parser.add_argument("commit", nargs="?", help="of the older build to measure against")
        parser.add_argument("--reports", type=int, help="how many rows; of the sweep, duties")
        parser.add_argument("--visits", type=int, default=30)

    def handle(self, *, what, commit, reports, visits, **options):
        if (what == "against") != bool(commit):
            raise CommandError("Name a commit to measure against: ./run bench against c52685b")
        if commit:
            against.measure(self.stdout.write, reports or 200_000, visits, commit)
            return
        module, usual = WHAT[what]
        name = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"] |= {"NAME": DATABASE}
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            module.measure(self.stdout.write, reports or usual, visits)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
