"""One assignment: the unit's desk and the office's review of replies."""

from django.shortcuts import get_object_or_404, render

from portal.files.models import Attachment
from portal.ledger.models import Entry
from portal.ledger.reading import acts, journey, named_in, owed, past
from portal.ledger.registry import procedure_of
from portal.pages.lists import leads_back
from portal.people.rules import in_office
from routing import deadlines
from routing.models import Assignment
from routing.states import HANDED_OVER, AssignmentState
from routing.workflow import returning, waiting
from routing.workflow.assignments import owes_answer
from routing.workflow.enclosing import enclosed

# The unit has it in hand; going from one to the other, it has it still.
IN_HAND = [AssignmentState.HANDLING, AssignmentState.WAITING]
# It is the office's turn, or was settled by the office.
WITH_OFFICE = {
    AssignmentState.TIME_REQUESTED, AssignmentState.RETURN_REQUESTED, AssignmentState.REPLIED,
    AssignmentState.PASSED,
}  # fmt: skip


CHANGES = {"change_task", "recall_unit"}  # what it does without being asked


@leads_back
def assignment(request, pk):
    """The slip: what is asked, by when and how the date was reached, the signed text, the replies."""
    found = get_object_or_404(visible(request.hats), pk=pk)
    office = in_office(request.hats)
    entries = past(found)
    group = Assignment.objects.group_of(found).select_related("unit", "opinion__by")
    context = {
        "assignment": found,
        "asked": request_of(found, request.calendar),
        "office": office,
        "author_named": office or found.report.name_shown,
        "acts": acts(request, found),
        "duties": owed(found),
        "enclosed": enclosed(found) if office or found.status not in HANDED_OVER else [],
        "answer": latest_answer(entries),
        "replies": with_files(found.replies.select_related("by", "promise")),
        "kind": group.kind(),
        "others": [other for other in group if other != found],
        "opinions": with_files([a.opinion for a in group if hears(request.hats, a, found)], "unitopinion"),
        "ask_until": until_when(found, request.calendar),
        "wait_until": found.waits and waiting.wait_until(found, request.calendar),
        "ask_again_at": found.waits and waiting.ask_again_at(found, request.calendar),
        "findings": found.findings.with_subject(),
        "journey": journey(entries),
    }
    return render(request, "routing/assignment.html", context)


def request_of(found, calendar):
    """What the unit asks the office to decide, and what its date would become; None where it asks nothing."""
    more_time = found.status == AssignmentState.TIME_REQUESTED
    if not more_time and found.status != AssignmentState.RETURN_REQUESTED:
        return None
    came = Entry.objects.about(found).filter(changes__status__1=found.status)
    entry = came.exclude(changes__status__0=found.status).last()
    asked = {"note": entry.note}
    if more_time:
        duty = owes_answer(found)
        asked |= {"due": duty.due_at, "later": deadlines.extended(duty, found.time_asked, calendar).at}
    return asked


def until_when(found, calendar):
    """Until when its return can be asked for; None where it never can, or no more."""
    asked = found.return_asked_at or found.reopened_at
    asking = procedure_of(found).steps["request_return"]
    return returning.ask_until(found, calendar) if found.status in asking.sources and not asked else None


def hears(hats, given, seen_on):
    """Whether a co-unit's opinion stands on this page: for the office, the lead unit and whoever gave it."""
    return hasattr(given, "opinion") and (in_office(hats) or seen_on.hears_opinions or given == seen_on)


def visible(hats):
    return Assignment.objects.visible_to(hats).select_related(
        "report__author",
        "report__organisation",
        "unit",
        "directive__leader",
        "directive__report",
        "directive__piece__issue__series",
        "directive__issue__series",
    )


def latest_answer(entries):
    """What the office answered to the unit's last move, while it is the unit's turn again; and what it has
    changed by itself, until the unit moves."""
    moves = [move for move in entries.filter(changes__has_key="status") if move.kind != "add_co_unit"]
    turns = [move for move in moves if not {*move.changes["status"]} <= {*IN_HAND}]
    said = moves[-1] if moves and moves[-1].kind in CHANGES else turns[-1] if turns else None
    if not said:
        return None
    before, after = said.changes["status"]
    said.words = named_in(said)
    return said if said.kind in CHANGES or before in WITH_OFFICE and after in IN_HAND else None


def beside(request, found):
    """What the unit or the office decides on."""
    last = found.replies.select_related("by", "promise").order_by("-pk")[:1]
    return {
        "about": "routing/assignment_about.html", "assignment": found, "replies": with_files(last),
        "asked": request_of(found, request.calendar), "answer": latest_answer(past(found)),
    }  # fmt: skip


def with_files(given, model="reply"):
    """[(reply or opinion, its files)] in two queries."""
    given = list(given)
    files = Attachment.objects.filter(subject_type__model=model, subject_id__in=[each.pk for each in given])
    return [(each, [f for f in files if f.subject_id == each.pk]) for each in given]
