"""Parts of handling at each of their stages, for the world of the route tables and for the stories."""

from datetime import timedelta

from django.utils import timezone

from feedback.workflow import give_opinion
from reports.states import State
from routing.models import Promise
from routing.workflow import assignments, closing, competences, promises, returning, revisits, waiting
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
        "line": competence(o, "房屋和高空坠物"),
        **_revisits(o),
        "waiting": waiting_part(o),
        "contested": o.report(State.CONTESTED),
        "other_unit": unit("教育局"),
        "opinion_file": attach(opined.opinion, o.co_officer),
        "opinion_picture": attach(opined.opinion, o.co_officer, "照.png", picture("PNG")),
        **_promises(o, attach),
        **_enclosing(o, attach),
    }  # fmt: skip


def _enclosing(o, attach):
    """A part with copies of the report's files, and one that was taken back from its unit."""
    found = {}
    for name in ("enclosing", "recalled"):
        part = o.report(State.HANDLING).assignments.get(part="lead")
        found[name], found[f"{name}_file"] = part, attach(part, o.clerk)
    taken_back = {"by": o.clerk, "at": NINE, "note": "交办有误。", "unit": unit("教育局")}
    returning.recall_unit(found["recalled"], **taken_back)
    enclosed = {"enclosed_file": found.pop("enclosing_file")}
    enclosed["enclosed_picture"] = attach(found["enclosing"], o.clerk, "照.png", picture("PNG"))
    return found | enclosed


def waiting_part(o, at=NINE):
    """A lead unit's part that waits for others."""
    row, later = o.report(State.HANDLING, at=at).assignments.get(part="lead"), at + timedelta(hours=1)
    assignments.sign_for(row, by=o.officer, at=later)
    waiting.wait_for(row, by=o.officer, at=later, waiting_for="与反映人联合踏勘")
    return row


def agreed(o, at=NINE):
    """An ended report whose author agreed to be asked."""
    report = o.report(State.ANSWERED, at=at)
    said = {"handling": "satisfied", "result": "mostly", "may_contact": True}
    give_opinion(report, by=o.author, at=at + timedelta(hours=1), **said)
    return report


def revisit(o, at=NINE, person=None):
    """The supervisor is to ask the author."""
    later = {"by": o.clerk, "at": at + timedelta(hours=2)}
    return revisits.plan_revisit(agreed(o, at), person=person or o.supervisor, **later)


def _revisits(o):
    return {"agreed": agreed(o), "revisit": revisit(o, person=o.editor)}


def competence(o, matter="房屋安全", words="高空坠物、热水器", unit=None, at=NINE):
    """A line of the catalogue of who owns what."""
    said = {"matter": matter, "words": words, "source": "《权责清单》第1项"}
    return competences.add_competence(by=o.clerk, at=at, unit=unit or o.unit, **said)


PLAN = {"text": "已列入计划。", "grade": "planned", "approved_by": "王局长"}


def promise(o, status="open", at=NINE, day=None):
    """A unit's promise for ten days on, walked to this status; `slipped` has passed without a word."""
    row = o.report(State.HANDLING, at=at).assignments.get(part="lead")
    assignments.sign_for(row, by=o.officer, at=at)
    assignments.reply(row, by=o.officer, at=at, promised_for=day or at.date() + timedelta(days=10), **PLAN)
    closing.pass_reply(row, by=o.clerk, at=at)
    found = row.replies.get().promise
    if status in ("reported", "kept"):
        promises.report_promise(found, by=o.officer, at=at, said="路灯已全部安装。")
    if status == "kept":
        promises.confirm_promise(found, by=o.clerk, at=at)
    elif status == "given_up":
        promises.give_up_promise(found, by=o.officer, at=at, note="因规划调整，无法实施。")
    elif status == "superseded":
        promises.supersede(Promise.objects.filter(pk=found.pk), at=at)
        found.refresh_from_db()
    elif status == "slipped":
        promises.slip_promise(found, at=at + timedelta(days=30))
    assert found.status == ("open" if status == "slipped" else status)
    return found


def _promises(o, attach):
    found = {status: promise(o, status) for status in ("open", "slipped", "reported", "kept", "given_up")}
    file, image = (attach(found["reported"], o.officer, *more) for more in ((), ("照.png", picture("PNG"))))
    return {f"promise_{status}": each for status, each in found.items()} | {
        "promise_file": file, "promise_picture": image,
    }  # fmt: skip
