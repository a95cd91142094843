"""Of two who have opened the same page, the second one to save sees what the first one has changed."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from portal.keys.forms import DemandForm
from portal.ledger.editing import VersionedForm
from portal.people.models import Post, Role, Sector
from portal.register.forms.organisations import RenameForm
from tests.makers import person, seat
from tests.test_routes import address
from tests.world import build

# Route, object, what the first one types, what the second; how the page calls the form, where it is sent.
EDITS = [
    ("routing:edit_visit", "visit", {"topic": "走访甲镇"}, {"topic": "走访乙镇"}),
    ("routing:edit_competence", "line", {"words": "燃气、管网"}, {"words": "燃气、锅炉"}),
    ("routing:edit_series", "series", {"issuer": "甲办公室"}, {"issuer": "乙办公室"}),
    ("routing:edit_series", "series", {"peer": "甲档案馆 ×3"}, {"peer": "乙档案馆"}),
    ("reports:canned", "no_advice", {"text": "请补充具体建议。"}, {"text": "请写明由谁来办。"}),
    ("edit_help", "desk", {"text": "先办红色的。"}, {"text": "先办超期的。"}),
    ("limit", "reply", {"amount": "21", "note": "一次会议定。"}, {"amount": "24", "note": "二次会议定。"}),
    ("feedback:correct_address", "unreached", {"email": "a@b.test"}, {"email": "c@d.test"}),
    ("change_account", "newcomer", {"email": "a@b.test"}, {"email": "c@d.test"}),
    ("edit_organisation", "local_place", {"address": "甲路1号"}, {"address": "乙路2号"}),
    ("edit_sector", "sector", {"name": "教育一界"}, {"name": "教育二界"}),
    ("move_organisation", "local_place", {"kind": "contact_point"}, {"kind": "university"}),
    ("edit_person", "somebody", {"phone": "13800000001"}, {"phone": "13800000002"}),
    ("move_person", "somebody", {"position": "甲校校长"}, {"position": "乙校校长"}),
    ("change_membership", "somebody", {"sector": "教育界"}, {"sector": "经济界"}),
    ("posts", "", {"clerk": "vetter"}, {"clerk": "chair"}, "cover_form", "cover"),
]


def sent(form):
    """What a browser sends of a form as it stands."""
    values = {field.name: field.field.prepare_value(field.value()) for field in form}
    return {
        name: value for name, value in values.items() if not (value is None or value is False or value == [])
    }


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The world, built once; what a test does to it is undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def clerks(built, db):
    """Two who sit in the same post, and the world."""
    world = built
    other = person("other_clerk", at=world.office.clerk.organisation)
    seat("clerk", other)
    return world, world.office.clerk, other


def who_edits(route, clerks):
    """Accounts are the system administrators'; all else is the clerks'."""
    if route != "change_account":
        return clerks[1:]
    return clerks[0].people["system"], person("other_system", Role.SYSTEM_ADMIN)


def look(client, who, url, called):
    client.force_login(who)
    return client.get(url).context[called]


@pytest.mark.parametrize("row", EDITS, ids=lambda row: row[0])
def test_the_second_to_save_sees_what_the_first_has_changed(clerks, client, row):
    world = clerks[0]
    first, second = who_edits(row[0], clerks)
    route, about, one, two, called, to = (*row, "form", "")[:6] if len(row) == 4 else row
    page = address(world, route, about)
    url = reverse(to) if to else page
    sectors = {sector.name: str(sector.pk) for sector in Sector.objects.all()}  # chosen by number
    one, two = ({key: sectors.get(value, value) for key, value in said.items()} for said in (one, two))
    today = {"since": timezone.localdate()} if route == "limit" else {}  # asked anew each time
    names = dict(Post.objects.values_list("pk", "name"))  # what is chosen by a code is shown by its name
    older = sent(look(client, second, page, called))
    [name] = list(one)[:1]
    assert client.post(url, sent(look(client, first, page, called)) | today | one).status_code == 302
    client.force_login(second)
    answer = client.post(url, older | today | two)
    words = answer.content.decode()
    assert answer.status_code == 409
    for said in (first.name, *(names.get(value, value) for value in (*one.values(), *two.values()))):
        assert escape(said) in words, said
    again = sent(answer.context[called])
    assert str(again[name]) == two[name]
    standing = sent(look(client, second, page, called))
    assert str(standing[name]) == one[name]
    assert client.post(url, again).status_code == 302
    assert str(sent(look(client, second, page, called))[name]) == two[name]


def test_every_form_with_a_version_is_tried(clerks, client):
    def below(form):
        return {form, *(each for child in form.__subclasses__() for each in below(child))}

    world, tried = clerks[0], {VersionedForm}
    for route, about, _one, _two, *how in EDITS:
        first, _second = who_edits(route, clerks)
        tried.add(type(look(client, first, address(world, route, about), how[0] if how else "form")))
    # These begin with nothing that stands; a second renaming of a day is refused.
    assert below(VersionedForm) - {DemandForm, RenameForm} == tried
