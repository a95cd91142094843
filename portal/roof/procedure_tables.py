"""The table of all procedures, drawn from their rows: as a page, as a document, as diagrams."""

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.days.deadlines import Limit
from portal.days.models import TimeLimit
from portal.days.workdays import local_day
from portal.ledger.registry import PROCEDURES
from portal.pages.chinese import chinese_day

HEAD = """# Procedures

Drawn from the rows of the procedures by `./run manage procedures`; not written by hand.
"""


def tables(at, calendar):
    """[{title, place, steps, states, lines}] of every procedure, in the active language.

    `steps` are rows of words: step, from, to, who may, who is told, what the authors see. `states` are rows
    of status, what is owed, by whom, by when (as the time limits are at that moment), who does it when they
    are gone.
    """
    return [_table(procedure, at, calendar) for procedure in PROCEDURES.values()]


def _table(procedure, at, calendar):
    labels = dict(procedure.states)
    return {
        "title": capfirst(str(procedure.model._meta.verbose_name)),
        "place": procedure.model._meta.model_name,
        "steps": [
            {
                "name": step.name,
                "label": step.label,
                "sources": _sources(step, labels),
                "target": labels[step.target] if step.target else _("stays where it is"),
                "may": step.may.words,
                "told": _told(step),
                "sees": step.author.value,
            }
            for step in procedure.steps.values()
        ],
        "states": [
            _owed(label, row, at, calendar)
            for status, label in procedure.states
            for row in procedure.owes.get(status, ())
        ],
        "free": [label for status, label in procedure.states if not procedure.owes.get(status)],
        "lines": [
            {"label": line.label, "told": _told(line), "sees": line.author.value} for line in procedure.lines
        ],
    }  # fmt: skip


def _owed(status, row, at, calendar):
    due = _due(row.due, at, calendar)
    holder = row.holder
    return {"status": status, "owed": row.label, "holder": holder.words, "due": due, "gone": holder.gone}


def _due(rule, at, calendar):
    """The rule in words, and how long it gives where it is a time limit."""
    if not isinstance(rule, Limit):
        return rule.words
    limit = rule.holding(None, at, calendar)
    if limit.unit == TimeLimit.Unit.HOURS:
        long = ngettext("%(n)s working hour", "%(n)s working hours", limit.amount)
    else:
        long = ngettext("%(n)s working day", "%(n)s working days", limit.amount)
    return f"{rule.words} · {long % {'n': limit.amount}}"


def _told(line):
    return line.tell.circle.words if line.tell else ""


def _sources(step, labels):
    if set(step.sources) == labels.keys():
        return _("any status")
    return "、".join(str(label) for status, label in labels.items() if status in step.sources)


def document_data(at, calendar):
    """The words of the printed table, in Chinese whatever the page's language."""
    with translation.override("zh-hans"):
        day = local_day(at)
        return {
            "title": "流程总表",
            "issuer": f"{settings.COMMITTEE_NAME}办公室",
            "date": chinese_day(day),
            "year": day.year,
            "behind": "",
            "sections": [_section(table) for table in tables(at, calendar) if table["steps"]],
        }


def _section(table):
    steps = [[s["label"], s["sources"], s["target"], s["may"], s["told"], s["sees"]] for s in table["steps"]]
    states = [[s["status"], s["owed"], s["holder"], s["due"], s["gone"]] for s in table["states"]]
    heads = [_("Step"), _("From status"), _("To status"), _("Who may"), _("Who is told")]
    duties = [_("Status"), _("What is owed"), _("By whom"), _("By when"), _("When they are gone")]
    blocks = [{"rows": _words([[*heads, _("What the authors see")], *steps]), "widths": [5, 9, 5, 6, 6, 5]}]
    if states:
        blocks.append({"rows": _words([duties, *states]), "widths": [5, 7, 6, 12, 6]})
    return {"heading": table["title"], "blocks": blocks}


def _words(rows):
    return [[str(cell) for cell in row] for row in rows]


def diagrams():
    """Markdown with a state diagram in Mermaid for each procedure, in English."""
    with translation.override("en"):
        parts = [_diagram(procedure) for procedure in PROCEDURES.values() if procedure.steps]
    return "\n".join([HEAD, *parts])


def _diagram(procedure):
    title = capfirst(str(procedure.model._meta.verbose_name))
    states = [f"    {status}: {label}" for status, label in procedure.states]
    moves = [
        f"    {source} --> {step.target}: {step.label} ({step.may.words})"
        for step in procedure.steps.values()
        if step.target
        for source in [status for status, _label in procedure.states if status in step.sources]
        if source != step.target
    ]
    first = procedure.model._meta.get_field("status").default
    lines = ["stateDiagram-v2", *states, f"    [*] --> {first}", *moves]
    return f"## {title}\n\n```mermaid\n" + "\n".join(lines) + "\n```\n"
