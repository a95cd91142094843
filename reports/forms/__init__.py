"""What is asked about a report."""

from reports.forms.lists import ReportFilter
from reports.forms.merging import MergeForm
from reports.forms.relations import RelationsForm
from reports.forms.review import (
    STEP_FORMS,
    CannedForm,
    CodedForm,
    EditForm,
    OpinionOnTextForm,
    QueueFilter,
    SignForm,
)
from reports.forms.shared import LIMIT, NoteForm, ReasonedForm, TextForm, area
from reports.forms.word import SortForm, WordForm
from reports.forms.writing import PledgeForm, ReportForm, VersionForm
