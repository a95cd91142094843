"""The table of procedures says what the rows say: on its page, in print, as diagrams."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from portal.days.workflow.limits import set_limit
from portal.ledger.registry import PROCEDURES
from portal.roof.procedure_tables import diagrams


def pages(pdf):
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture
def page(office, client):
    client.force_login(office.clerk)
    return client.get(reverse("procedures"))


def test_each_step_stands_in_its_table_with_who_may_and_who_is_told(page):
    shown = {table["place"]: table for table in page.context["tables"]}
    for model, procedure in PROCEDURES.items():
        if procedure.steps:
            rows = {row["name"]: row for row in shown[model._meta.model_name]["steps"]}
            assert rows.keys() == procedure.steps.keys()
            assert all(row["may"] and row["sources"] and row["target"] for row in rows.values())
    words = page.content.decode()
    assert 'id="step-take_up"' in words and "受理人" in words and "反映人" in words


def test_each_status_says_what_is_owed_in_it_or_that_nothing_is(page):
    for table in page.context["tables"]:
        procedure = next(p for m, p in PROCEDURES.items() if m._meta.model_name == table["place"])
        said = {row["status"] for row in table["states"]} | set(table["free"])
        assert said == {label for _status, label in procedure.states}


def test_a_time_limit_is_said_with_what_the_office_has_set(page, office, client):
    assert "反映人修改退回的信息 · 10 个工作日" in page.content.decode()
    set_limit("revise", by=office.clerk, at=timezone.now(), since=timezone.localdate(), amount=8, unit="days")
    assert "反映人修改退回的信息 · 8 个工作日" in client.get(reverse("procedures")).content.decode()


def test_what_is_printed_has_every_step(office, client):
    client.force_login(office.signer)
    answer = client.get(reverse("procedures_document", args=["pdf"]))
    assert answer["Content-Type"] == "application/pdf"
    words = "".join(pages(answer.content))
    with translation.override("zh-hans"):
        labels = {str(step.label) for p in PROCEDURES.values() for step in p.steps.values()}
    assert {label for label in labels if label not in words} == set()
    assert client.get(reverse("procedures_document", args=["docx"])).status_code == 404


def test_the_diagrams_in_the_docs_are_those_of_the_rows(tmp_path, settings):
    call_command("procedures", check=True)
    assert "submitted --> editing: Take up (the clerk and the editors)" in diagrams()
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError):
        call_command("procedures", check=True)
    (tmp_path / "docs/procedures.md").write_text(diagrams().replace("Take up", "Take"))
    with pytest.raises(CommandError):
        call_command("procedures", check=True)
    call_command("procedures")
    call_command("procedures", check=True)
