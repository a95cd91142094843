"""What is asked on the way of a signed report: of issues, directives and assignments."""

from django import forms

from reports.forms import ReasonedForm
from routing.forms.assignments import (
    AssignmentFilter,
    PassForm,
    ReplyForm,
    ReturnForm,
    TakeOnForm,
    TimeForm,
    UnitOpinionForm,
    UnitsForm,
    WaitForm,
    unit_choices,
)
from routing.forms.directives import DirectiveForm, OutcomeForm, PiecesForm, RegisterForm, ReportBackForm
from routing.forms.issues import BeginForm, DeliveryForm, IssueFilter, IssueForm, IssueSignForm
from routing.forms.ledger import LedgerFilter
from routing.forms.promises import KeptForm, MoveForm, PromisesFilter
from routing.forms.recipients import leaders, typed
from routing.forms.reopening import ReopenForm
from routing.forms.revisits import PlanRevisitForm, RevisitForm
from routing.forms.series import SeriesForm
from routing.forms.upward import (
    UPWARD_STEP_FORMS,
    BeginFilingForm,
    EventFilter,
    EventForm,
    EventsForm,
    FiledFilter,
    FilingFilter,
    FilingForm,
    PublishedFilter,
    YearForm,
)

STEP_FORMS = UPWARD_STEP_FORMS | {
    "vet_issue": IssueSignForm,
    "send_issue_back_to_compiler": ReasonedForm,
    "sign_issue": IssueSignForm,
    "send_issue_back": ReasonedForm,
    "reopen_issue": ReasonedForm,
    "void_issue": ReasonedForm,
    "drop_issue": ReasonedForm,
    "record_delivery": DeliveryForm,
    "correct_issue": ReasonedForm,
    "publish_issue": forms.Form,
    "name_units": PiecesForm,
    "report_back": ReportBackForm,
    "amend_outcome": OutcomeForm,
    "open_wording": ReasonedForm,
    "close_wording": ReasonedForm,
    "transfer": UnitsForm,
    "reopen_handling": ReopenForm,
    "record_revisit": RevisitForm,
    "drop_revisit": ReasonedForm,
    "sign_for": forms.Form,
    "wait_for": WaitForm,
    "request_time": TimeForm,
    "refuse_time": ReasonedForm,
    "request_return": ReturnForm,
    "agree_return": TakeOnForm,
    "refuse_return": ReasonedForm,
    "send_opinion": UnitOpinionForm,
    "report_promise": KeptForm,
    "move_promise": MoveForm,
    "give_up_promise": ReasonedForm,
    "send_promise_back": ReasonedForm,
    "chase_promise": ReasonedForm,
    "reply": ReplyForm,
    "pass_reply": PassForm,
    "send_reply_back": ReasonedForm,
}
