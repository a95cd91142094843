"""The house stays as it was laid out; each of its checks is shown to see what it is there for."""

from pathlib import Path

import pytest

from portal.run import house
from portal.run.house import APPS

HOUSE = Path(__file__).parent.parent
STEPS = 'STEPS = [Step("walk", "Walk"), Step("run", "Run"), Owed("jump", "Jump")]\n'


@pytest.mark.parametrize(
    "check",
    [
        house.imports, house.includes, house.rooms, house.relatives, house.tables, house.comparisons,
        house.lengths, house.statuses,
    ],
)  # fmt: skip
def test_everything_stands_in_its_room(check):
    assert list(check(HOUSE)) == []


def test_the_checks_find_the_steps_of_the_portal():
    assert {"take_up", "sign_off", "pass_reply", "give_opinion", "move_date"} <= house.rows(HOUSE)


@pytest.mark.parametrize(
    ("check", "place", "words"),
    [
        (house.imports, "reports/rules.py", "from routing.rules import may_void\n"),
        (house.imports, "reports/rules.py", "def late():\n    import feedback.rules\n"),
        (house.imports, "portal/days/views.py", "from reports.models import Report\n"),
        (house.imports, "feedback/views.py", "from portal.roof.menu import ITEMS\n"),
        (house.includes, "templates/parts/bar.html", '{% include "reports/text.html" %}'),
        (house.includes, "templates/reports/list.html", "{% extends 'roof/desk.html' %}"),
        (house.includes, "templates/people/posts.html", "{% load i18n weights %}"),
        (house.rooms, "reports/workflow/review.py", "from reports.forms import EditForm\n"),
        (house.rooms, "portal/days/models.py", "from portal.days.views import limits\n"),
        (house.relatives, "reports/views/review.py", "from .queue import CLOCK\n"),
        (house.tables, "reports/views/review.py", 'WORDS = {"walk": 1, "run": 2, "jump": 3}\n'),
        (house.tables, "feedback/tells.py", 'def told():\n    return {"walk", "run", "jump"}\n'),
        (house.tables, "routing/views/issues.py", 'NAMES = ("walk", "run", "jump", "fly")\n'),
        (house.tables, "routing/documents.py", 'LINKS = {"a": ("walk", "run"), "b": ("jump",)}\n'),
        (house.comparisons, "templates/ledger/step.html", '{% if step.name == "sing" %}{% endif %}'),
        (house.comparisons, "templates/reports/list.html", "<p>{% if report.status != 'draft' %}"),
        (house.comparisons, "templates/reports/list.html", '{% if a %}{% elif "x" in entry.kind %}'),
        (house.comparisons, "templates/reports/list.html", '{% if duty.what == "walk" and late %}'),
        (house.lengths, "reports/views/review.py", "x = 1\n" * 301),
        (house.statuses, "reports/workflow/review.py", "def sign(report):\n    report.status = 'signed'\n"),
        (house.statuses, "reports/workflow/review.py", "def sign(rows):\n    rows.update(status='signed')\n"),
        (house.statuses, "reports/workflow/review.py", "def f(a):\n    a.status, b = 'signed', 1\n"),
        (house.statuses, "reports/rules.py", "x = Report.objects.create(title='x', status='signed')\n"),
        (house.statuses, "reports/rules.py", "report.save(update_fields=['status'])\n"),
    ],
)  # fmt: skip
def test_what_stands_in_the_wrong_room_is_seen(tmp_path, check, place, words):
    put(tmp_path, "reports/procedures/report.py", STEPS)
    put(tmp_path, "routing/templatetags/weights.py", "")
    assert list(check(tmp_path)) == []
    put(tmp_path, place, words)
    (fault,) = check(tmp_path)
    assert fault.startswith(place)


@pytest.mark.parametrize(
    ("check", "place", "words"),
    [
        (house.imports, "portal/roof/views/desk.py", "from feedback.models import Notice\n"),
        (house.imports, "routing/rules.py", "from reports.rules import is_author\n"),
        (house.includes, "templates/roof/desk.html", '{% include "reports/text.html" %}'),
        (house.rooms, "reports/views/review.py", "from reports.forms import EditForm\n"),
        (house.tables, "reports/procedures/other.py", 'NAMES = {"walk", "run", "jump"}\n'),
        (house.tables, "reports/views/review.py", 'NAMES = {"walk", "run", "sing"}\n'),
        (house.comparisons, "templates/reports/list.html", '{% if field.name == "file" %}{% endif %}'),
        (house.lengths, "reports/views/review.py", "x = 1\n" * 300),
        (house.statuses, "reports/rules.py", "said = {'status': report.status}\n"),
    ],
)
def test_what_stands_in_its_room_is_let_be(tmp_path, check, place, words):
    put(tmp_path, "reports/procedures/report.py", STEPS)
    put(tmp_path, place, words)
    assert list(check(tmp_path)) == []


def put(house_, place, words):
    path = house_ / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)
    assert place.split("/")[0] in {*APPS, "templates"}
