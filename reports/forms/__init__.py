"""What is asked about a report."""

from portal.ledger.forms import NoteForm, ReasonedForm
from portal.pages.forms import area
from reports.forms.lists import ReportFilter
from reports.forms.merging import MergeForm
from reports.forms.relations import RelationsForm
from reports.forms.review import (
    CannedForm,
    CodedForm,
    DeleteForm,
    EditForm,
    HandOverForm,
    KeepForm,
    OpinionOnTextForm,
    QueueFilter,
    SignForm,
)
from reports.forms.shared import LIMIT, TextForm
from reports.forms.word import SortForm, WordForm
from reports.forms.writing import PledgeForm, ReportForm, VersionForm
