"""No log keeps words: neither the database's nor that of the pages asked for."""

import http.client
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from portal.people.models import Organisation
from portal.run.embedded import NO_WORDS
from tests.kept import as_owner
from tests.stories.served import served

WORD = "绝不外传的一句话"


def server_log():
    """The log of the tests' own server, if it runs on this machine."""
    with as_owner() as cursor:
        cursor.execute("SHOW data_directory")
        log = Path(cursor.fetchone()[0]).parent / "log/PostgreSQL.log"
    if not log.exists():
        pytest.skip("the server is not the tests' own")
    return log


def fail():
    """A double press: the second row with the same name, and one that is too long for its column."""
    before = server_log().stat().st_size
    Organisation.objects.create(name=WORD, kind="station")
    for broken in (
        {"pk": Organisation.objects.get(name=WORD).pk, "name": WORD},
        {"parent_id": -1, "name": WORD},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.bulk_create([Organisation(kind="station", **broken)])
            connection.check_constraints()
    with server_log().open(encoding="utf-8") as log:
        log.seek(before)
        return log.read()


def test_a_statement_that_fails_leaves_no_words_in_the_servers_log(db):
    said = fail()
    assert "violates" in said and WORD not in said


def test_as_a_server_comes_the_words_would_be_there(db):
    with as_owner() as cursor:
        cursor.execute("SET LOCAL log_min_error_statement = error; SET LOCAL log_error_verbosity = default")
        cursor.execute("SET LOCAL log_parameter_max_length_on_error = -1")
        assert WORD in fail()


def test_the_server_of_compose_is_told_the_same():
    compose = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8"))
    assert compose["services"]["postgres"]["command"].split()[1:] == NO_WORDS.split()


def test_the_access_log_says_the_page_and_not_what_was_searched_for(tmp_path):
    """Nor the page one came from, which has its own; and what goes wrong is logged without either."""
    with served(tmp_path) as (port, _behind, children):
        for path in (f"/reports/?q={quote(WORD)}", "/healthz?" + quote(WORD) * 200):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            asked.request("GET", path, headers={"Referer": f"http://127.0.0.1/?q={quote(WORD)}"})
            asked.getresponse().read()
    said = (tmp_path / "log/front").read_text() + (tmp_path / "log/web").read_text()
    assert "GET /reports/ 302" in said and "414" in said
    assert not [word for word in (WORD, quote(WORD), "?") if word in said]
