"""The procedure of the office on one page: every table of steps and duties, and what each is called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reports.models import Appointment, Commission, Consultation, Duty, Lead, Report
from reports.workflow import PROCEDURE as REPORT
from reports.workflow.appointments import PROCEDURE as APPOINTMENT
from reports.workflow.commissions import PROCEDURE as COMMISSION
from reports.workflow.consultations import BEGUN as CONSULTATION_BEGUN
from reports.workflow.consultations import PROCEDURE as CONSULTATION
from reports.workflow.leads import PROCEDURE as LEAD
from routing.models import (
    AdoptionEvent,
    Assignment,
    Directive,
    Filing,
    Finding,
    Inspection,
    Issue,
    Promise,
    Revisit,
)
from routing.workflow.adoption import PROCEDURE as ADOPTION
from routing.workflow.assignments import PROCEDURE as ASSIGNMENT
from routing.workflow.directives import PROCEDURE as DIRECTIVE
from routing.workflow.inspections import FINDING, INSPECTION
from routing.workflow.issues import PROCEDURE as ISSUE
from routing.workflow.promises import PROCEDURE as PROMISE
from routing.workflow.revisits import PROCEDURE as REVISIT
from routing.workflow.upward import PROCEDURE as FILING

PROCEDURES = {
    Lead: LEAD, Commission: COMMISSION, Consultation: CONSULTATION, Appointment: APPOINTMENT,
    Report: REPORT, Issue: ISSUE, Directive: DIRECTIVE, Assignment: ASSIGNMENT,
    Filing: FILING, AdoptionEvent: ADOPTION, Promise: PROMISE,
    Inspection: INSPECTION, Finding: FINDING, Revisit: REVISIT,
}  # fmt: skip

STEP_LABELS = {step.name: step.label for p in PROCEDURES.values() for step in p.steps.values()}
DUTY_LABELS = {row.kind: row.label for p in PROCEDURES.values() for rows in p.owes.values() for row in rows}


# Steps that ask nothing and commit to nothing: one press on the record's page.
AT_ONCE = {"take_up", "sign_for", "unmerge"}

# Entries that begin something are no steps.
ENTRY_LABELS = STEP_LABELS | CONSULTATION_BEGUN | {
    "merge": _("Merged into another report"), "unmerge": _("Worked on by itself again"),
    "carry": _("Another report merged in"), "let_go": _("Separated again"),
    "publish_lead": _("Lead published"), "ask_for_report": _("Report commissioned"),
    "appoint": _("Appointment made"), "begin_issue": _("Issue begun"),
    "begin_correction": _("Correction begun"), "edit_series": _("Series changed"),
    "direct": _("Directive written"), "register_directive": _("Directive registered"),
    "wording_opened": _("Directive's wording opened to the authors"),
    "assign": _("Assigned to the unit"), "promise": _("Promised by the unit"),
    "chase": _("Chased by the office"),
    "plan_inspection": _("Inspection planned"), "list_finding": _("To be looked at on site"),
    "plan_revisit": _("Somebody asked to revisit the author"),
    "add_competence": _("Added to the catalogue"), "edit_competence": _("Changed"),
    "record_visit": _("Written down"), "edit_visit": _("Changed"),
    "move_date": _("Date moved with the working-day calendar"),
    "relate": _("Compared with an earlier report"),
    "begin_filing": _("Filing begun"), "report_up": _("Filed upward"), "record_event": _("News of adoption"),
}  # fmt: skip


def acts(hats, subject):
    """The steps open to this person as buttons, the main one first."""
    place = subject.get_absolute_url()
    steps = PROCEDURES[type(subject)].open_to(hats, subject)
    return [act(step, f"{place}{step.name}/") for step in steps]


def act(step, url):
    """A button for parts/acts.html."""
    return {"url": url, "label": step.label, "main": step.main, "at_once": step.name in AT_ONCE}


def owed(subject):
    """Who has it and until when: the open duties on a subject, each with what is to be done."""
    duties = list(Duty.objects.about(subject).open().select_related("person", "post", "unit", "report"))
    for duty in duties:
        duty.act = DUTY_LABELS[duty.kind]
    return duties


def nearest(model, subjects):
    """{id: the open duty due first} of many subjects of one kind, in one query."""
    return Duty.objects.nearest(model, subjects)


def journey(entries):
    """Journal entries as a timeline, newest first."""
    return [
        {"when": e.at, "who": e.actor.name if e.actor else "", "what": ENTRY_LABELS[e.kind], "note": _note(e)}
        for e in entries.select_related("actor").order_by("-id")
    ]


def _note(entry):
    """What was said, after how many working days or which unit it was said about."""
    unit = entry.changes.get("better") or entry.changes.get("to")
    days = entry.changes.get("days")
    asked = ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days} if days else ""
    return "\n".join(filter(None, [asked, unit, entry.note]))
