"""Words that must not get about (tests/test_canaries.py), planted in what units and the office write."""

from datetime import date

from feedback.workflow import give_opinion
from reports import workflow as reports
from reports.states import State
from routing.workflow import (
    assignments,
    changing,
    enclosing,
    promises,
    reopening,
    returning,
    revisits,
    waiting,
)
from tests.canaries import readers
from tests.handlings import promise, revisit
from tests.makers import NINE, unit
from tests.world import HOUR, OFFICE, attach

OWN = "author liaison"
WORDS = [
    ("canaryunitopinion", f"{OFFICE} officer co_officer"),  # a co-unit's, for the lead unit
    ("canaryopinionfile", f"{OFFICE} officer co_officer"),
    ("canaryreturnreason", f"{OFFICE} officer"),  # not for the unit that takes it on
    ("canaryreturnagreed", f"{OFFICE} officer"),
    ("canarydone", f"{OFFICE} officer"),  # said of a promise, not confirmed
    ("canarygivenup", f"author liaison {OFFICE} leader officer co_officer"),  # as the reply that promised
    ("canarymoved", f"{OFFICE} officer"),
    ("canarywaitingfor", f"{OFFICE} officer"),
    ("canarydissatisfied", f"author liaison {OFFICE}"),  # the author's words are not for the unit
    ("canaryagain", f"author liaison {OFFICE} officer"),  # why it is handled again
    ("canaryrevisited", OFFICE),  # what an author said when asked how it ended
    ("canarydayreason", f"{OFFICE} officer co_officer"),  # why by this day, beside the date
    ("canarydayagreed", f"{OFFICE} officer"),  # who in a leader's office agreed to a later one
    ("canarychanged", f"{OFFICE} officer co_officer"),  # why both have to hurry
    ("canaryaskedbefore", f"{OFFICE} officer"),
    ("canaryrecalled", f"{OFFICE} officer"),  # why it was taken back; not for the unit that has it now
    ("canaryjoined", f"{OFFICE} officer"),  # why a co-unit was added: for the lead unit
    ("canaryalong", f"{OFFICE} {OWN} officer co_officer"),  # a file of the report that went along
    ("canarykept", f"{OFFICE} {OWN}"),  # one that stayed, as it names private people
    ("canarystands", f"author liaison {OFFICE}"),  # why it is not
]
CANARIES = [(word, readers(who)) for word, who in WORDS]


def plant(o):
    """A co-unit's opinion with a file; a part that was returned and that the co-unit took on."""
    report = o.report(State.HANDLING)
    co = report.assignments.get(part="co")
    assignments.sign_for(co, by=o.co_officer, at=NINE + HOUR)
    assignments.send_opinion(co, by=o.co_officer, at=NINE + HOUR, text="canaryunitopinion")
    attach(co.opinion, o.co_officer, name="canaryopinionfile.pdf")
    _returned(o), _contested(o), _changed(o)
    said = {"way": "phone", "held_on": NINE.date(), "said": "canaryrevisited"}
    revisits.record_revisit(revisit(o), by=o.supervisor, at=NINE + 3 * HOUR, **said)
    given_up, reported = promise(o), promise(o)
    later = {"by": o.officer, "at": NINE + HOUR}
    promises.move_promise(reported, date=date(2026, 5, 6), note="canarymoved", **later)
    promises.report_promise(reported, said="canarydone", **later)
    promises.give_up_promise(given_up, note="canarygivenup", **later)


def _changed(o):
    """One with files and a leader's day that is put off, with a co-unit more; one that was taken back."""
    first, other = o.report(State.SIGNED), o.report(State.SIGNED)
    attach(first, o.author, name="canaryalong.txt", content="说明".encode())
    enclosing.mark_files(first, by=o.clerk, at=NINE, marked=[attach(first, o.author, name="canarykept.txt")])
    given = {"lead": [o.unit], "due_on": date(2026, 3, 17), "due_why": "canarydayreason", "by_leader": True}
    o.registered(first, NINE + HOUR, request="canaryaskedbefore", leader_name="省领导甲", **given)
    lead, clerk = first.assignments.get(), {"by": o.clerk, "at": NINE + HOUR}
    changing.add_co_unit(lead, units=[o.co_unit], note="canaryjoined", **clerk)
    changed = {
        "request": "请办。",
        "urgency": "urgent",
        "due_on": date(2026, 3, 19),
        "agreed": "canarydayagreed",
    }
    changing.change_task(lead, note="canarychanged", **changed, **clerk)
    assignments.transfer(other, lead=[o.unit], **clerk)
    returning.recall_unit(other.assignments.get(), note="canaryrecalled", unit=unit("教育局"), **clerk)


def _contested(o):
    """One that is handled again and waits for others, one whose answer stands."""
    again, stands = o.report(State.ANSWERED), o.report(State.ANSWERED)
    said = {"by": o.author, "at": NINE + HOUR, "handling": "mostly", "result": "dissatisfied"}
    for report in (again, stands):
        give_opinion(report, words="canarydissatisfied", **said)
    clerk, units = {"by": o.clerk, "at": NINE + HOUR}, list(again.assignments.reopenable())
    reopening.reopen_handling(again, note="canaryagain", units=units, **clerk)
    reports.close_contested(stands, note="canarystands", **clerk)
    waiting.wait_for(again.assignments.get(part="lead"), waiting_for="canarywaitingfor", **clerk)


def _returned(o):
    report = o.report(State.SIGNED)
    assignments.transfer(report, by=o.clerk, at=NINE + HOUR, lead=[o.unit])
    lead = report.assignments.get()
    returning.request_return(
        lead, by=o.officer, at=NINE + HOUR, note="canaryreturnreason", better_unit=unit("教育局")
    )
    returning.agree_return(lead, by=o.clerk, at=NINE + HOUR, unit=unit("教育局"), note="canaryreturnagreed")
