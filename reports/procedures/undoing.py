"""Rows of a report's procedure: taken up again, written again, deleted before it was ever filed."""

from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import ReasonedForm, StepForm
from portal.ledger.reading import step_url
from portal.ledger.rows import NOBODY, Sees, Step, Tell, to
from portal.people.rules import is_editor
from reports.concerned import authors
from reports.forms import DeleteForm
from reports.models import Report
from reports.rules import is_author
from reports.states import NOT_ADOPTED, UNFILED
from reports.states import State as S
from reports.views import undoing
from reports.workflow import undoing as verbs


def editing(report):
    return step_url(report, "edit")


def own_drafts(hats):
    """And those deleted, so that a second press finds what the first one did."""
    return Report.objects.filter(author=hats.user, status__in=UNFILED).select_related("draft")


WRITE_AGAIN = Step(
    "write_again", _("Write again from this"), {S.WITHDRAWN}, None, may=is_author,
    verb=verbs.write_again, form=StepForm, page=undoing.write_again, main=True, at_once=True, aside=True,
    done=_("Written again from this"), tell=NOBODY, author=Sees.NOTHING,
)  # fmt: skip
DELETE_DRAFT = Step(
    "delete_draft", _("Delete the draft"), {S.DRAFT}, S.DELETED, may=is_author, verb=verbs.delete_draft,
    form=DeleteForm, among=own_drafts, hint=undoing.what_goes, then=to("desk"), danger=True,
    warning=_("Nobody can bring it back."), tell=NOBODY, author=Sees.NOTHING,
)  # fmt: skip
RECONSIDER = Step(
    "reconsider", _("Take up again"), NOT_ADOPTED, S.EDITING, may=is_editor, verb=verbs.reconsider,
    form=ReasonedForm, main=True, then=editing, done=_("Taken up again"), author=Sees.OWN_WORDS,
    hint=_("It begins anew with whoever takes it up. The authors are told and read the reason."),
    tell=Tell(authors, _("Report %(number)s has been taken up again, with a reason.")),
)  # fmt: skip
