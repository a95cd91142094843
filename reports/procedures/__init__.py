"""What may happen to a report until it is signed, and to what reports come out of."""

from reports.procedures.report import REPORT, WORDS
from reports.procedures.sources import APPOINTMENT, COMMISSION, CONSULTATION, INTAKE, LEAD, PROPOSAL

PROCEDURES = [REPORT, WORDS, LEAD, COMMISSION, CONSULTATION, INTAKE, APPOINTMENT, PROPOSAL]
