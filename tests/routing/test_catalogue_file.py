"""The catalogue from Excel: as exported, changed, loaded again; with one bad row nothing of it is taken."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.ledger.models import Entry
from routing.models import Competence
from routing.workflow import competences
from tests.books import sheet
from tests.handlings import competence
from tests.makers import NINE

HEAD = ["事项", "承办单位", "关键词", "依据", "有效"]


@pytest.fixture
def load(office, client):
    """Sends a workbook with these rows as the clerk does."""
    client.force_login(office.clerk)

    def send(*rows, head=HEAD):
        return client.post(
            reverse("routing:load_competences"), {"file": sheet(*rows, head=head)}, follow=True
        )

    return send


def row(office, matter="燃气安全", words="燃气, 管网", source="第2项", holds="是", unit=None):
    return [matter, (unit or office.unit).name, words, source, holds]


def lines():
    return set(Competence.objects.values_list("matter", "unit__name", "words", "source", "holds"))


def test_a_row_adds_a_line_or_changes_the_one_of_its_unit_and_matter(office, load):
    there, untouched = competence(office), competence(office, matter="供水")
    rows = [row(office), row(office, matter="房屋安全", words="危房", holds="否")]
    answer = load(*rows)
    assert "新增 1 条，更新 1 条，未变 0 条" in answer.content.decode()
    unit = office.unit.name
    assert lines() == {
        ("燃气安全", unit, "燃气、管网", "第2项", True),
        ("房屋安全", unit, "危房", "第2项", False),
        ("供水", unit, untouched.words, untouched.source, True),
    }
    assert Entry.objects.about(there).get(kind="edit_competence").changes["words"] == [there.words, "危房"]
    before = Entry.objects.count()
    assert "新增 0 条，更新 0 条，未变 2 条" in load(*rows).content.decode()
    assert Entry.objects.count() == before


def test_what_was_exported_is_loaded_as_it_is(office, client, load):
    competence(office)
    Competence.objects.filter(pk=competence(office, matter="供水").pk).update(holds=False)
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        exported = client.get(reverse("routing:competences"), {"export": 1}).content
        upload = io.BytesIO(exported)
        upload.name = "权责清单.xlsx"
        before = lines()
        answer = client.post(reverse("routing:load_competences"), {"file": upload}, follow=True)
        assert answer.redirect_chain and lines() == before
    assert Entry.objects.filter(kind="edit_competence").count() == 0


def test_without_a_column_for_it_a_line_holds_or_not_as_before(office, load):
    Competence.objects.filter(pk=competence(office).pk).update(holds=False)
    load(row(office, matter="房屋安全", words="危房")[:4], row(office)[:4], head=HEAD[:4])
    assert dict(Competence.objects.values_list("matter", "holds")) == {"房屋安全": False, "燃气安全": True}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"matter": " "}, "事项：请填写此项。"),
        ({"words": "气"}, "关键词：每个词不少于两个字。"),
        ({"source": None}, "依据：请填写此项。"),
        ({"holds": "也许"}, "“也许”应填“是”或“否”。"),
        ({"matter": "长" * 61}, "事项：确保该变量包含不超过 60"),
        ({"source": "甲\u202e乙"}, "U+202E"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_stay_out_too(office, load, change, said):
    answer = load(row(office, matter="供水"), row(office, **change))
    assert answer.status_code == 400 and not Competence.objects.exists()
    [*_, last] = answer.context["form"].errors["file"]
    assert last.startswith("第 3 行：") and said in last


def test_a_unit_that_the_portal_does_not_know_and_a_line_twice(office, load):
    unknown = ["供水", "水务厅", "供水", "第3项", ""]
    answer = load(row(office), unknown, row(office))
    assert answer.context["form"].errors["file"] == [
        "第 3 行：系统中没有名为“水务厅”的承办单位。",
        "第 4 行：与第 2 行重复。",
    ]


def test_of_very_many_problems_the_first_are_told(office, load):
    errors = (
        load(*[row(office, matter=f"事项{n}", words="") for n in range(30)]).context["form"].errors["file"]
    )
    assert len(errors) == 21 and "10" in errors[-1] and not Competence.objects.exists()


def test_what_is_no_workbook_is_said_to_be_none(office, client):
    client.force_login(office.clerk)
    upload = io.BytesIO(b"PK\x03\x04 no workbook")
    upload.name = "权责清单.xlsx"
    answer = client.post(reverse("routing:load_competences"), {"file": upload})
    assert answer.status_code == 400 and answer.context["form"].errors["file"]


def test_the_same_matter_in_other_spaces_is_the_same_line(office, load):
    answer = load(row(office, matter="燃气 安全"), row(office, matter="燃气\n安全"))
    assert answer.context["form"].errors["file"] == ["第 3 行：与第 2 行重复。"]


def test_an_empty_cell_says_nothing_of_whether_it_holds(office, load):
    Competence.objects.filter(pk=competence(office).pk).update(holds=False)
    load(row(office, matter="房屋安全", words="危房", holds=""))
    assert not Competence.objects.get().holds


def test_an_unchanged_file_costs_no_query_for_each_line(office):
    for n in range(3):
        competence(office, matter=f"事项{n}")
    lines = [
        {name: getattr(line, name) for name in ("unit", "matter", "words", "source", "holds")}
        for line in Competence.objects.select_related("unit")
    ]
    with CaptureQueriesContext(connection) as many:
        competences.load_competences(lines, by=office.clerk, at=NINE)
    with CaptureQueriesContext(connection) as one:
        competences.load_competences(lines[:1], by=office.clerk, at=NINE)
    assert len(many) == len(one)
