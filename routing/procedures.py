"""The procedure of the office on one page: every table of steps and duties, and what each is called."""

from reports.models import Report
from reports.workflow import PROCEDURE as REPORT
from routing.models import Assignment, Directive, Issue
from routing.workflow.assignments import PROCEDURE as ASSIGNMENT
from routing.workflow.directives import PROCEDURE as DIRECTIVE
from routing.workflow.issues import PROCEDURE as ISSUE

PROCEDURES = {Report: REPORT, Issue: ISSUE, Directive: DIRECTIVE, Assignment: ASSIGNMENT}

STEP_LABELS = {step.name: step.label for p in PROCEDURES.values() for step in p.steps.values()}
DUTY_LABELS = {row.kind: row.label for p in PROCEDURES.values() for rows in p.owes.values() for row in rows}
