"""What is asked on the way of a signed report: of issues, directives and assignments."""

from django import forms

from reports.forms import ReasonedForm
from routing.forms.assignments import AssignmentFilter, ReplyForm, TimeForm, UnitsForm
from routing.forms.directives import DirectiveForm, unit_choices
from routing.forms.issues import IssueForm, IssueSignForm, leaders

STEP_FORMS = {
    "sign_issue": IssueSignForm,
    "send_issue_back": ReasonedForm,
    "publish_issue": forms.Form,
    "name_units": UnitsForm,
    "transfer": UnitsForm,
    "sign_for": forms.Form,
    "request_time": TimeForm,
    "refuse_time": ReasonedForm,
    "reply": ReplyForm,
    "send_reply_back": ReasonedForm,
}

__all__ = [
    "STEP_FORMS", "AssignmentFilter", "DirectiveForm", "IssueForm", "IssueSignForm", "ReplyForm", "TimeForm",
    "UnitsForm", "leaders", "unit_choices",
]  # fmt: skip
