"""The procedures of an inspection on site and of its items: every step, and what each status owes."""

from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import ReasonedForm
from portal.ledger.reading import own_page, said, step_url
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, post, unit
from portal.people.rules import is_clerk, nobody
from routing import deadlines
from routing.concerned import officers_and_heads
from routing.forms.inspections import (
    ArrangeForm,
    FindingForm,
    HoldForm,
    MendedForm,
    NothingForm,
    NotMendedForm,
    ResultForm,
)
from routing.models import Finding, Inspection
from routing.rules import is_officer, records_finding
from routing.states import FindingState as F
from routing.states import InspectionState as S
from routing.views.inspections import about
from routing.workflow import inspections as verbs


def next_item(duty):
    """Each item is recorded by itself: the first one that is not."""
    item = next((item for item in duty.subject.findings.all() if item.status == F.LISTED), None)
    return step_url(item, "record_finding") if item else duty.subject.get_absolute_url()


def its_inspection(finding):
    return finding.inspection.get_absolute_url()


INSPECTION = Procedure(
    Inspection, place="inspections",
    stages=tuple((state.label, {state}) for state in S if state != S.CANCELLED),
    lines=[Line("plan_inspection", _("Inspection planned"), tell=NOBODY, author=Sees.NOTHING)],
    rows=[
        Step(
            "hold_inspection", _("It was held"), {S.PLANNED}, S.HELD, may=is_clerk,
            verb=verbs.hold_inspection, form=HoldForm, main=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "arrange_inspection", _("Change the plan"), {S.PLANNED}, S.PLANNED, may=is_clerk,
            verb=verbs.arrange_inspection, form=ArrangeForm, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "cancel_inspection", _("Call it off"), {S.PLANNED}, S.CANCELLED, may=is_clerk,
            verb=verbs.cancel_inspection, form=ReasonedForm, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "await_mending", _("All items recorded"), {S.HELD}, S.MENDING, may=nobody, tell=NOBODY,
            author=Sees.NOTHING,
        ),
        Step(
            "finish_inspection", _("All is done"), {S.HELD, S.MENDING}, S.DONE, may=nobody, tell=NOBODY,
            author=Sees.NOTHING,
        ),
    ],
    owes={
        S.PLANNED: [
            Owed(
                "hold_inspection", _("Hold the inspection"), post("clerk"), deadlines.inspection_day,
                page=own_page("hold_inspection"),
            ),
        ],
        S.HELD: [
            Owed(
                "record_findings", _("Record what was found"), post("clerk"), deadlines.RECORD_FINDINGS,
                page=next_item,
            ),
        ],
    },
)  # fmt: skip


def looked_at(finding):
    return finding.unit


FINDING = Procedure(
    Finding, place="findings", beside=about,
    seen=lambda hats: Finding.objects.visible_to(hats).with_subject(),
    told=Finding.objects.select_related("assignment").prefetch_related("assignment__unit__hats__user"),
    lines=[
        Line(
            "list_finding", _("To be looked at on site"), says=said("unit"), author=Sees.NOTHING,
            tell=Tell(
                officers_and_heads, _("How your unit handles report %(number)s will be looked at on site.")
            ),
        ),
    ],
    rows=[
        Step(
            "record_finding", _("Something is to be mended"), {F.LISTED}, F.MENDING, may=records_finding,
            verb=verbs.record_finding, form=FindingForm, main=True, then=its_inspection, author=Sees.NOTHING,
            tell=Tell(
                officers_and_heads,
                _("An inspection has found something to mend about report %(number)s."),
            ),
        ),
        Step(
            "find_nothing", _("Nothing to mend"), {F.LISTED}, F.FINE, may=records_finding,
            verb=verbs.find_nothing, form=NothingForm, then=its_inspection, author=Sees.NOTHING,
            tell=Tell(
                officers_and_heads, _("An inspection has found nothing to mend about report %(number)s.")
            ),
        ),
        Step(
            "mend_finding", _("Say what was done"), {F.MENDING}, F.ANSWERED, may=is_officer,
            verb=verbs.mend_finding, form=MendedForm, main=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "pass_mended", _("It is mended"), {F.ANSWERED}, F.MENDED, may=is_clerk, verb=verbs.pass_mended,
            form=ResultForm, main=True, author=Sees.NOTHING,
            tell=Tell(
                officers_and_heads, _("What an inspection found about report %(number)s is mended.")
            ),
        ),
        Step(
            "send_mended_back", _("It is not mended yet"), {F.ANSWERED}, F.MENDING, may=is_clerk,
            verb=verbs.send_mended_back, form=NotMendedForm, author=Sees.NOTHING,
            tell=Tell(
                officers_and_heads,
                _("What an inspection found about report %(number)s is not mended yet."),
            ),
        ),
        Step(
            "drop_finding", _("Not looked at after all"), {F.LISTED}, F.DROPPED, may=nobody,
            author=Sees.NOTHING,
            tell=Tell(
                officers_and_heads,
                _("How your unit handles report %(number)s is not looked at on site after all."),
            ),
        ),
    ],
    owes={
        F.MENDING: [
            Owed(
                "mend_finding", _("Mend what an inspection found"), unit(looked_at), deadlines.mend_by,
                page=own_page("mend_finding"),
            ),
        ],
        F.ANSWERED: [
            Owed(
                "check_mended", _("Check what was mended"), post("clerk"), deadlines.CHECK_MENDED,
                page=own_page("pass_mended"),
            ),
        ],
    },
)  # fmt: skip
