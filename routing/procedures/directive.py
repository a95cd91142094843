"""The procedure of a directive: open until its last assignment is closed and the leader knows of it."""

from django.utils.translation import gettext_lazy as _

from portal.days.deadlines import same_day
from portal.ledger.forms import ReasonedForm
from portal.ledger.reading import own_page
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, post
from portal.people.rules import is_clerk, nobody
from routing import deadlines
from routing.concerned import clerk_and_signer, leader
from routing.forms import NameUnitsForm, OutcomeForm, ReportBackForm
from routing.models import Directive
from routing.rules import may_close_wording, may_open_wording, may_see_through, wrote_it
from routing.states import DirectiveState as S
from routing.views.directives import visible, words_of
from routing.workflow import directives as verbs

ALL = set(S)


def passed_by(directive):
    return directive.passed_by_office


PASSED_BY = post("clerk", _("the clerk on duty, where the leader has chosen the units"), passed_by)

DIRECTIVE = Procedure(
    Directive, place="directives", seen=visible, beside=words_of,
    told=Directive.objects.select_related("leader", "issue__series"),
    lines=[
        Line("direct", _("A leader has written a directive"), tell=NOBODY, author=Sees.LINE),
        Line(
            "register_directive", _("A leader's directive was registered"), author=Sees.LINE,
            tell=Tell(leader, _("A directive on %(number)s has been registered from paper.")),
        ),
    ],
    rows=[
        Step(
            "name_units", _("Name the units"), {S.UNASSIGNED}, S.ASSIGNED, may=is_clerk,
            verb=verbs.name_units, form=NameUnitsForm, main=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "choose_units", _("Choose the units"), {S.UNASSIGNED}, S.ASSIGNED, may=wrote_it,
            verb=verbs.choose_units, form=NameUnitsForm, main=True, author=Sees.NOTHING,
            tell=Tell(
                clerk_and_signer,
                _("A leader has written on %(number)s and chosen the units; the office sees it through."),
            ),
        ),
        Step(
            "see_through", _("See it through"), {S.ASSIGNED}, None, may=may_see_through,
            verb=verbs.see_through, main=True, done=_("Seen through by the office from here on"),
            tell=NOBODY, author=Sees.NOTHING,
            hint=_(
                "The leader has chosen the units without the office. Look whether they are the right ones, "
                "and what the leader wants by when. From here on the office sees it through."
            ),
        ),
        Step(
            "close_directive", _("Close"), {S.ASSIGNED}, S.CLOSED, may=nobody, author=Sees.NOTHING,
            tell=Tell(leader, _("Your directive on %(number)s has been carried out.")),
        ),
        Step(
            "finish_directive", _("Carried out"), {S.ASSIGNED}, S.HANDLED, may=nobody, tell=NOBODY,
            author=Sees.NOTHING,
        ),
        Step(
            "reopen_directive", _("Handled again"), {S.HANDLED, S.CLOSED}, S.ASSIGNED, may=nobody,
            author=Sees.NOTHING,
            tell=Tell(
                leader, _("The directive on %(number)s is handled again: the author was not satisfied.")
            ),
        ),
        Step(
            "report_back", _("Report back to the leader"), {S.HANDLED}, S.CLOSED, may=is_clerk,
            verb=verbs.report_back, form=ReportBackForm, main=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "amend_outcome", _("Amend the outcome"), {S.HANDLED, S.CLOSED}, None, may=is_clerk,
            verb=verbs.amend_outcome, form=OutcomeForm, author=Sees.NOTHING,
            tell=Tell(leader, _("What came of the directive on %(number)s has been amended.")),
        ),
        Step(
            "open_wording", _("Open the wording to the authors"), ALL, None, may=may_open_wording,
            verb=verbs.open_wording, form=ReasonedForm, tell=NOBODY, author=Sees.NOTHING,
            warning=_(
                "The authors are told and read the wording and the rank, never the name or the scan. You "
                "can take it back; what they have read they have read."
            ),
        ),
        Step(
            "close_wording", _("Take the wording back"), ALL, None, may=may_close_wording,
            verb=verbs.close_wording, form=ReasonedForm, tell=NOBODY, author=Sees.NOTHING,
        ),
    ],
    owes={
        S.UNASSIGNED: [
            Owed("name_units", _("Name the units"), post("clerk"), same_day, page=own_page("name_units")),
        ],
        S.ASSIGNED: [
            Owed("see_through", _("See it through"), PASSED_BY, same_day, page=own_page("see_through")),
        ],
        S.HANDLED: [
            Owed(
                "report_back", _("Report back to the leader"), post("clerk"), deadlines.REPORT_BACK,
                page=own_page("report_back"),
            ),
        ],
    },
)  # fmt: skip
