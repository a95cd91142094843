"""Parts of handling at each of their stages, for the world of the route tables and for the stories."""

from django.utils import timezone

from reports.states import State
from routing.workflow import assignments, returning
from tests.makers import NINE, unit
from tests.uploads import picture


def handlings(o, attach):
    """Slips of today, because some things are asked for only in time: {name: what it is}."""
    now = timezone.now()
    young, returned = (o.report(State.HANDLING, at=now).assignments.get(part="lead") for _ in range(2))
    returning.request_return(returned, by=o.officer, at=now, note="不属我局职责。")
    helping, opined = (o.report(State.HANDLING).assignments.get(part="co") for _ in range(2))
    for each in (helping, opined):
        assignments.sign_for(each, by=o.co_officer, at=NINE)
    assignments.send_opinion(opined, by=o.co_officer, at=NINE, text="我局可提供管网数据。")
    return {
        "young": young, "returning": returned, "helping": helping, "opined": opined,
        "other_unit": unit("教育局"),
        "opinion_file": attach(opined.opinion, o.co_officer),
        "opinion_picture": attach(opined.opinion, o.co_officer, "照.png", picture("PNG")),
    }  # fmt: skip
