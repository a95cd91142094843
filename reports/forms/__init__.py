"""What is asked about a report."""

from reports.forms.review import (
    STEP_FORMS,
    CannedForm,
    CodedForm,
    EditForm,
    QueueFilter,
    ReportFilter,
    SignForm,
)
from reports.forms.shared import LIMIT, NoteForm, ReasonedForm, TextForm, area
from reports.forms.writing import PledgeForm, ReportForm, VersionForm
