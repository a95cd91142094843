"""Visits and meetings: written down once, set right openly, found by any filter, exported as shown."""

import io
import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from routing.models import Visit
from routing.workflow import visits
from tests.inspections import visit
from tests.makers import NINE, organisation, unit

SAID = {"kind": "meeting", "held_on": "2026-03-10", "people": "甲、乙", "topic": "片区座谈会"}


def test_the_form_writes_it_down_and_the_page_shows_it(office, client):
    client.force_login(office.clerk)
    other = unit("水利局")
    sent = SAID | {"key": uuid.uuid4(), "agreed": "每季度交流一次。"}
    sent |= {"organisations": [organisation().pk, other.pk]}
    first, second = client.post("/visits/record/", sent), client.post("/visits/record/", sent)
    assert first["Location"] == second["Location"] == Visit.objects.get().get_absolute_url()
    page = client.get(first["Location"]).content.decode()
    assert all(words in page for words in ("片区座谈会", "每季度交流一次。", "水利局", "甲、乙", "座谈会"))


def test_a_change_stands_in_the_journal_and_a_stale_page_changes_nothing(office):
    found = visit(office)
    fields = {name: getattr(found, name) for name in ("kind", "held_on", "place", "people", "topic", "notes")}
    said = fields | {"organisations": [organisation()], "version": 1, "by": office.editor, "at": NINE}
    visits.edit_visit(found, **said, agreed="每月一期。")
    line = Entry.objects.about(found).last()
    assert (line.kind, line.changes) == ("edit_visit", {"agreed": ["每季度报送一期选题。", "每月一期。"]})
    with pytest.raises(TooLate):
        visits.edit_visit(found, **said, agreed="每周一期。")
    found.refresh_from_db()
    assert found.agreed == "每月一期。"


def test_a_stale_page_shows_what_was_typed(office, client):
    found = visit(office)
    client.force_login(office.clerk)
    sent = SAID | {"organisations": [organisation().pk], "version": 7, "notes": "打了很久的字。"}
    answer = client.post(f"{found.get_absolute_url()}edit/", sent)
    assert answer.status_code == 409 and "打了很久的字。" in answer.content.decode()


@pytest.mark.parametrize("who", ["signer", "supervisor", "officer", "author", "head"])
def test_editors_write(office, who):
    with pytest.raises(PermissionDenied):
        visits.record_visit(
            by=getattr(office, who), at=NINE, key=uuid.uuid4(), organisations=[], held_on=date(2026, 3, 10)
        )


def test_each_filter_finds_what_it_should_and_the_workbook_holds_the_same(office, client):
    water = unit("水利局")
    visit(office)
    both = {"organisations": [water, organisation()], "held_on": date(2026, 5, 1)}
    visit(office, topic="=1+1 防汛座谈", kind="meeting", **both)
    client.force_login(office.supervisor)
    for asked, topics in {
        "": 2, "kind=meeting": 1, f"organisation={water.pk}": 1, f"organisation={organisation().pk}": 2,
        "q=防汛": 1, "q=选题": 2, "since=2026-04-01": 1, "until=2026-04-01": 1, "q=没有": 0,
    }.items():  # fmt: skip
        address = f"/visits/?{asked}"
        assert client.get(address).context["page"].count == topics, asked
        book = load_workbook(io.BytesIO(client.get(f"{address}&export=1").content))
        assert len(list(book.active.values)) - 1 == topics
    book = load_workbook(io.BytesIO(client.get("/visits/?export=1").content))
    assert "=1+1 防汛座谈" in {row[1] for row in book.active.values}


@pytest.mark.parametrize(
    "wrong",
    [
        {"topic": ""}, {"topic": "长" * 61}, {"held_on": "x"}, {"organisations": []}, {"kind": "z"},
        {"people": ""},
    ],
)  # fmt: skip
def test_a_wrong_visit_is_said_so_and_stores_nothing(office, client, wrong):
    client.force_login(office.editor)
    sent = SAID | {"key": uuid.uuid4(), "organisations": [organisation().pk]} | wrong
    answer = client.post("/visits/record/", sent)
    assert answer.status_code == 400 and not Visit.objects.exists()


def test_a_wrong_filter_is_said_so(office, client):
    client.force_login(office.editor)
    for asked in ("kind=x", "since=x", "since=2026-05-01&until=2026-04-01"):
        assert client.get(f"/visits/?{asked}").status_code == 400
