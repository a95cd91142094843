"""What may happen on the way of a signed report: to the report, in issues, by directives, at the units."""

from routing.procedures.assignment import ASSIGNMENT
from routing.procedures.directive import DIRECTIVE
from routing.procedures.filing import ADOPTION, FILING
from routing.procedures.inspection import FINDING, INSPECTION
from routing.procedures.issue import ISSUE
from routing.procedures.promise import PROMISE
from routing.procedures.registers import COMPETENCE, SERIES, VISIT
from routing.procedures.report import AFTER_THE_SIGNATURE
from routing.procedures.revisit import REVISIT

PROCEDURES = [
    AFTER_THE_SIGNATURE, ISSUE, DIRECTIVE, ASSIGNMENT, PROMISE, INSPECTION, FINDING, REVISIT, FILING,
    ADOPTION, SERIES, COMPETENCE, VISIT,
]  # fmt: skip
