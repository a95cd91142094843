"""What is kept of a report: its text and texts, its authors, its files, and the two ledgers."""

from portal.files.models import Attachment
from portal.ledger.models import AboutSubject, Duty, Entry, Untold

from .appointments import Appointment
from .authors import Author, Credit, possible_authors, shared_out
from .canned import CannedText
from .commissions import Commission
from .consultations import Consultation, SetAside
from .drafts import Draft
from .leads import Lead, Reached
from .proposals import Import, Proposal
from .relations import Relation
from .report import Report
from .sources import Source, SourceQuerySet
from .stations import Intake, add_figures, stations_visible_to
from .text import Revision, Text
