"""A leader who names the units himself: the office hears of it, and has it on its desk until it took note."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from feedback import sweeps
from feedback.models import Notice
from portal.ledger.models import Duty
from portal.ledger.reading import step_url
from reports.states import State
from routing.workflow import directives
from tests.makers import NINE

LATER = NINE + timedelta(hours=3)


def told_of(kind):
    return {notice.user.username for notice in Notice.objects.filter(entry__kind=kind)}


@pytest.mark.parametrize("at_once", [True, False])
def test_units_that_the_leader_names_are_the_offices_to_see_through(office, client, at_once):
    report = office.report(State.ISSUED)
    said = {"by": office.leader, "at": NINE, "key": uuid.uuid4(), "text": "请住建局研办。"}
    directive = directives.direct(report.piece, lead=[office.unit] if at_once else None, **said)
    if not at_once:
        directives.choose_units(directive, by=office.leader, at=NINE, lead=[office.unit])
    duty = Duty.objects.about(directive).open().get()
    assert (duty.kind, duty.post_id, duty.due_at) == (
        "see_through",
        "clerk",
        NINE.replace(hour=17, minute=30),
    )
    client.force_login(office.clerk)
    rows = client.get(reverse("routing:directives")).context["page"].object_list
    assert [row.duty for row in rows] == [duty]  # beside the unit, the office has it
    assert step_url(directive, "see_through") in client.get(directive.get_absolute_url()).content.decode()
    directives.see_through(directive, by=office.clerk, at=LATER)
    sweeps.tell(LATER)  # whoever was quick takes the news from nobody
    assert told_of("choose_units") == {"clerk", "signer"}
    assert not Duty.objects.about(directive).open().exists() and directive.status == "assigned"
    with pytest.raises(PermissionDenied):
        directives.see_through(directive, by=office.clerk, at=LATER)


def test_what_the_office_has_named_itself_it_need_not_be_told(office):
    directive = office.registered(office.report(State.SIGNED), NINE, lead=[office.unit])
    sweeps.tell(LATER)
    assert not told_of("name_units") and not told_of("choose_units")
    assert not Duty.objects.about(directive).open().exists()


def test_units_that_the_leader_named_have_answered_before_the_office_looked(office):
    report = office.report(State.ANSWERED)
    directive = report.directives.get()
    assert directive.status == "closed" and not Duty.objects.about(directive).open().exists()
