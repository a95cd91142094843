"""The procedures of a filing upward and of what is heard of its reports."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.ledger.forms import ReasonedForm
from portal.ledger.reading import own_page, said
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, post
from portal.people.rules import is_clerk, nobody
from reports.concerned import contributors
from reports.models import Report
from routing import deadlines
from routing.concerned import composer
from routing.forms.upward import ReceiptForm
from routing.models import AdoptionEvent, Filing
from routing.states import EventState, Level
from routing.states import FilingState as S
from routing.workflow import adoption, upward


def what_is_left(filing):
    """What becomes of its reports, and that it stays in the list."""
    count = filing.pieces.count()
    free = ngettext(
        "%(n)d report leaves it and can be filed to %(body)s again.",
        "%(n)d reports leave it and can be filed to %(body)s again.",
        count,
    ) % {"n": count, "body": filing.body}
    stays = _("It stays in the list as given up, with your reason and without a number.")
    return f"{free} {stays}" if count else stays


def which_left(entry):
    """The numbers of the reports that were in it."""
    numbers = entry.changes.get("left_out")
    return _("Reports that were in it: %(numbers)s") % {"numbers": numbers} if numbers else ""


FILING = Procedure(
    Filing, place="filings", told=Filing.objects.select_related("created_by"),
    stages=tuple((state.label, {state}) for state in S if state != S.DROPPED),
    lines=[
        Line("begin_filing", _("Filing begun"), says=said("to"), tell=NOBODY, author=Sees.NOTHING),
    ],
    rows=[
        Step(
            "compose_filing", _("Compose"), {S.DRAFT}, S.DRAFT, may=is_clerk, listed=False, tell=NOBODY,
            author=Sees.NOTHING,
        ),
        Step(
            "pull_from_filing", _("A report was taken back"), set(S) - {S.DROPPED}, None, may=nobody,
            author=Sees.NOTHING,
            tell=Tell(composer, _("A report had to leave a filing that you prepared.")),
        ),
        Step(
            "send_filing", _("File upward"), {S.DRAFT}, S.SENT, may=is_clerk, verb=upward.send_filing,
            main=True, listed=False, tell=NOBODY, author=Sees.NOTHING,
            hint=_("It is given its number and frozen as it stands. All authors are told."),
        ),
        Step(
            "drop_filing", _("Give up the filing"), {S.DRAFT}, S.DROPPED, may=is_clerk,
            verb=upward.drop_filing, form=ReasonedForm, says=which_left, hint=what_is_left,
            done=_("Filing given up"), tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "record_receipt", _("Record the receipt"), {S.SENT}, S.RECEIVED, may=is_clerk,
            verb=upward.record_receipt, form=ReceiptForm, main=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "ask_outcome", _("Asked what became of it"), {S.RECEIVED}, S.RECEIVED, may=is_clerk,
            verb=upward.ask_outcome, form=ReasonedForm, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "close_filing", _("Close the filing"), {S.SENT, S.RECEIVED}, S.CLOSED, may=is_clerk,
            verb=upward.close_filing, form=ReasonedForm, tell=NOBODY, author=Sees.NOTHING,
            warning=_("Nothing more is waited for; news that still comes can be entered all the same."),
        ),
        Step(
            "complete_filing", _("All outcomes known"), {S.RECEIVED}, S.CLOSED, may=nobody, tell=NOBODY,
            author=Sees.NOTHING,
        ),
        Step(
            "reopen_filing", _("Outcomes outstanding again"), {S.CLOSED}, S.RECEIVED, may=nobody,
            tell=NOBODY, author=Sees.NOTHING,
        ),
    ],
    owes={
        S.SENT: [
            Owed(
                "record_receipt", _("Record the receipt"), post("clerk"), deadlines.RECEIPT,
                page=own_page("record_receipt"),
            ),
        ],
        S.RECEIVED: [
            Owed(
                "ask_outcome", _("Ask what became of it"), post("clerk"), deadlines.outcome,
                page=own_page("ask_outcome"),
            ),
        ],
    },
)  # fmt: skip


def what_happened(entry):
    """Where, and what."""
    level, kind = entry.changes["level"], entry.changes["kind"]
    return f"{Level(level).label} · {AdoptionEvent.Kind(kind).label}"


def of_reports_seen(hats):
    """Events of the reports that this person sees."""
    return AdoptionEvent.objects.filter(report__in=Report.objects.visible_to(hats))


ADOPTION = Procedure(
    AdoptionEvent, place="events", seen=of_reports_seen, told=AdoptionEvent.objects.only("pk"),
    lines=[
        Line(
            "record_event", _("News of adoption"), says=what_happened, author=Sees.LINE,
            tell=Tell(contributors, _("There is news of report %(number)s: it was taken up elsewhere.")),
        ),
    ],
    rows=[
        Step(
            "strike_event", _("Strike"), {EventState.STANDS}, EventState.STRUCK, may=is_clerk,
            verb=adoption.strike_event, form=ReasonedForm, author=Sees.LINE,
            tell=Tell(
                contributors, _("News of report %(number)s was entered by mistake and has been taken back.")
            ),
        ),
    ],
)  # fmt: skip
