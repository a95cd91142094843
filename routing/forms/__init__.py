"""What is asked on the way of a signed report: of issues, directives and assignments."""

from routing.forms.assignments import (
    AssignmentFilter,
    PassForm,
    ReplyForm,
    ReturnForm,
    TimeForm,
    UnitOpinionForm,
    WaitForm,
)
from routing.forms.changing import (
    AddCoUnitForm,
    ChangeTaskForm,
    GrantTimeForm,
    MarkFilesForm,
    RecallForm,
    TakeOnForm,
)
from routing.forms.directives import (
    DirectiveForm,
    NameUnitsForm,
    OutcomeForm,
    PiecesForm,
    RegisterForm,
    ReportBackForm,
)
from routing.forms.issues import (
    BeginForm,
    DeliveryForm,
    IssueFilter,
    IssueForm,
    IssueSignForm,
    PlaceForm,
)
from routing.forms.ledger import LedgerFilter
from routing.forms.promises import KeptForm, MoveForm, PromisesFilter
from routing.forms.recipients import leaders, typed
from routing.forms.reopening import ReopenForm
from routing.forms.revisits import PlanRevisitForm, RevisitForm
from routing.forms.series import SeriesForm
from routing.forms.units import TransferForm, UnitsForm, unit_choices
from routing.forms.upward import (
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
