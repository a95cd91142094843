"""Many reports that read like real ones: the sample's sentences, recombined, with other places and figures.

Two of them share phrases and now and then a sentence, as reports of one region do; none is a copy.
"""

import io
import random
import re
import tempfile
import tomllib
import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from portal.people.models import Organisation, User
from portal.roof.sample.register import PLACES
from portal.roof.sample.year import MATTERS
from reports.models import Report

PARTS = {"situation": 7, "analysis": 4, "advice": 6}  # sentences of each
FIGURE = re.compile(r"\d+")
SENTENCE = re.compile(r"[^。\n]+。?")
AUTHORS, ORGANISATIONS = 500, 20
TITLES = [
    "关于解决{{place}}{}问题的建议", "关于{{place}}{}的建议", "{{place}}{}值得重视",
    "关于改善{{place}}{}状况的建议", "{{place}}{}亟待规范",
]  # fmt: skip
OWN_CLAUSES = 0.4  # the rest of a sentence comes from elsewhere
BATCH = 5_000
TABLE = Report._meta.db_table
ENDS = ["kept", "kept", "closed"]
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%%USING gin%%'"
FIELDS = [field for field in Report._meta.concrete_fields if not field.primary_key]


class Writer:
    """Writes the same reports every time."""

    def __init__(self, seed=2026):
        self.rng = random.Random(seed)
        matters = [m for p in sorted(MATTERS.glob("*.toml")) for m in tomllib.loads(p.read_text())["matter"]]
        self.sentences = {part: [s for m in matters for s in SENTENCE.findall(m[part])] for part in PARTS}
        self.clauses = [c for part in PARTS for s in self.sentences[part] for c in s.strip("。").split("，")]
        self.short = [clause for clause in self.clauses if 6 <= len(clause) <= 20]

    def report(self):
        """{part: words}"""
        title = self._at_home(self.rng.choice(TITLES).format(self.rng.choice(self.short)))
        return {"title": title[:60]} | {part: self._part(part, n) for part, n in PARTS.items()}

    def _part(self, part, count):
        chosen = self.rng.sample(self.sentences[part], self.rng.randint(count - 2, count + 2))
        return "".join(self._sentence(sentence) for sentence in chosen)

    def _sentence(self, sentence):
        own = self.rng.random
        clauses = [
            clause if own() < OWN_CLAUSES else self.rng.choice(self.clauses)
            for clause in sentence.strip("。").split("，")
        ]
        return self._at_home("，".join(clauses)) + "。"

    def _at_home(self, words):
        """Another place, other figures."""
        words = words.replace("{place}", self.rng.choice(PLACES))
        return FIGURE.sub(lambda n: str(self.rng.randint(1, 10 ** len(n[0]))), words)


def rewritten(text, rng, share=0.15):
    """The text with so many of its characters replaced, inserted or deleted, in runs of one to four."""
    letters, left = list(text), round(len(text) * share)
    while left > 0:
        run = min(rng.randint(1, 4), left)
        at = rng.randrange(max(1, len(letters) - run))
        other = [rng.choice(text) for _ in range(run)]
        match rng.choice(["replace", "insert", "delete"]):
            case "replace":
                letters[at : at + run] = other
            case "insert":
                letters[at:at] = other
            case "delete":
                del letters[at : at + run]
        left -= run
    return "".join(letters)


@contextmanager
def written(count, seed=2026):
    """The name of a file of so many texts, a line each, as `COPY` reads them: number and parts."""
    writer = Writer(seed)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as lines:
        lines.writelines("\t".join([str(n), *writer.report().values()]) + "\n" for n in range(count))
        lines.flush()
        yield lines.name


def fill(count, seed=2026):
    """So many filed reports of some years, copied in before their indexes are made again."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(INDEXES, [TABLE])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        columns = ", ".join(field.column for field in FIELDS)
        for lines in _rows(count, _people(), seed):
            cursor.copy_expert(f"COPY {TABLE} ({columns}) FROM STDIN", io.StringIO(lines))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index is not made while checks wait
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("ANALYZE")


def _rows(count, authors, seed):
    """As COPY reads them, BATCH at a time."""
    writer, now = Writer(seed), timezone.now()
    for start in range(0, count, BATCH):
        ages = range(count - start, max(count - start - BATCH, 0), -1)
        yield "".join(
            _line(writer, now - timedelta(minutes=45 * age), *writer.rng.choice(authors)) for age in ages
        )


def _line(writer, at, author, organisation):
    choose = writer.rng.choice
    category, occasion, status = choose(Report.Category.values), choose(Report.Occasion.values), choose(ENDS)
    row = Report(
        key=uuid.UUID(int=writer.rng.getrandbits(128)), **writer.report(), category=category,
        occasion=occasion, author_id=author, organisation_id=organisation, status=status, created_at=at,
        submitted_at=at, sign_by=at,
    )  # fmt: skip
    values = (getattr(row, field.attname) for field in FIELDS)
    return "\t".join(r"\N" if value is None else str(value) for value in values) + "\n"


def _people():
    """[(author, organisation)], as numbers."""
    places = Organisation.objects.bulk_create(
        Organisation(name=f"第{n}联络组", kind=Organisation.Kind.STATION) for n in range(ORGANISATIONS)
    )
    users = User.objects.bulk_create(
        User(username=f"bench{n}", name=f"委员{n}", organisation=places[n % ORGANISATIONS])
        for n in range(AUTHORS)
    )
    return [(user.pk, user.organisation_id) for user in users]
