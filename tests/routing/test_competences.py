"""Whoever owns a matter by the catalogue is suggested before all others, and the page says why."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.people.models import Role
from reports.states import State
from routing.models import Competence
from routing.suggest import OWNS, suggest
from routing.workflow import competences
from tests.handlings import competence
from tests.makers import NINE, person, unit

LINE = {"matter": "燃气安全", "words": "燃气、管网", "source": "《权责清单》第2项"}


def suggested(report):
    return suggest([report])[report.pk]


def test_the_owner_stands_before_a_unit_for_which_everything_else_speaks(office):
    """The other one handled the same text before, is named in it, and had all matters of the category."""
    office.report(State.HANDLING)
    report = office.report(State.SIGNED, analysis="请住房和城乡建设局研究。")
    first = suggested(report)[0]
    assert first.unit == office.unit and len(first.reasons) == 3
    owner = unit("应急管理局")
    person("there", Role.OFFICER, at=owner)
    competence(office, unit=owner)
    first, second = suggested(report)[:2]
    assert (first.unit, second.unit) == (owner, office.unit)
    [reason] = first.reasons
    assert "“房屋安全”" in reason and "《权责清单》第1项" in reason
    assert OWNS > 3 + 1 + 2 + 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("热水器、路灯", True),  # in the title
        ("明确责任、排查", True),
        ("产权分散", False),  # once in the text, not in the title
        ("燃气、管网", False),
    ],
)
def test_a_word_counts_in_the_title_or_several_times_in_the_text(office, words, found):
    report = office.report(State.SIGNED)
    competence(office, words=words)
    assert [one.unit for one in suggested(report)] == [office.unit] * found


def test_what_no_longer_holds_suggests_nobody_and_stays_in_the_catalogue(office):
    report, line = office.report(State.SIGNED), competence(office)
    assert suggested(report)
    competences.edit_competence(
        line, by=office.clerk, at=NINE, version=1, unit=office.unit, holds=False, **LINE
    )
    assert not suggested(report) and Competence.objects.filter(pk=line.pk).exists()


def test_each_change_stands_in_the_journal_and_the_later_of_two_is_told(office):
    line = competence(office)
    said = {"by": office.clerk, "at": NINE, "version": 1, "unit": office.unit, "holds": True}
    competences.edit_competence(line, **said, **LINE)
    entry = Entry.objects.about(line).get(kind="edit_competence")
    assert entry.changes["matter"] == ["房屋安全", "燃气安全"] and "unit" not in entry.changes
    with pytest.raises(TooLate):
        competences.edit_competence(line, **said, **LINE)


def test_only_the_clerk_keeps_it(office):
    for user in (office.editor, office.signer, office.officer):
        with pytest.raises(PermissionDenied):
            competences.add_competence(by=user, at=NINE, unit=office.unit, **LINE)
    assert not Competence.objects.exists()


def test_one_line_for_each_matter_of_a_unit(office):
    line = competence(office)
    assert competence(office) == line  # the same said twice
    with pytest.raises(ValidationError):
        competence(office, words="供水")
    with pytest.raises(IntegrityError), transaction.atomic():
        given = {"created_at": NINE, "created_by": office.clerk}
        Competence.objects.create(unit=office.unit, matter=line.matter, words="供水", source="文件", **given)
    competence(office, unit=office.co_unit)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"words": "气"}, "words"), ({"words": "、，"}, "words"), ({"words": ""}, "words"),
        ({"matter": ""}, "matter"), ({"source": ""}, "source"), ({"unit": "x"}, "unit"),
        ({"matter": "房屋安全"}, "matter"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(office, client, bad, field):
    competence(office)
    client.force_login(office.clerk)
    sent = LINE | {"unit": office.unit.pk} | bad
    answer = client.post(reverse("routing:add_competence"), sent)
    assert answer.status_code == 400 and set(answer.context["form"].errors) == {field}
    assert sent["source"] in answer.content.decode()
    assert Competence.objects.count() == 1


def test_words_are_kept_apart_by_one_mark(office, client):
    client.force_login(office.clerk)
    sent = LINE | {"unit": office.unit.pk, "words": "燃气, 管网；阀门  燃气"}
    assert client.post(reverse("routing:add_competence"), sent).status_code == 302
    line = Competence.objects.get()
    assert line.words == "燃气、管网、阀门" and line.word_list == ["燃气", "管网", "阀门"]


def test_the_list_is_narrowed_and_exported(office, client):
    house, gas = (
        competence(office),
        competences.add_competence(by=office.clerk, at=NINE, unit=office.co_unit, **LINE),
    )
    client.force_login(office.editor)

    def listed(**query):
        return set(client.get(reverse("routing:competences"), query).context["page"])

    assert listed() == {house, gas}
    assert listed(q="管网") == {gas} and listed(unit=office.unit.pk) == {house}
    answer = client.get(reverse("routing:competences"), {"export": 1})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert (
        reverse("routing:edit_competence", args=[gas.pk])
        not in client.get(reverse("routing:competences")).content.decode()
    ), "only the clerk changes it"


def test_for_many_reports_it_asks_as_little_as_for_one(office):
    competence(office)
    office.report(State.HANDLING)
    many = [office.report(State.SIGNED) for _ in range(5)]

    def asked(reports):
        with CaptureQueriesContext(connection) as queries:
            suggest(reports)
        return len(queries)

    assert asked(many) == asked(many[:1]) <= 8
