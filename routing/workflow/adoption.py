"""Adoption events: entered for one report or for many of a filing at once, dated back, struck if wrong."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days.policy import load_policy
from portal.days.workdays import local_day
from portal.files.storing import keep
from portal.ledger.engine import begin, lock, require, sent_once, take
from portal.people.rules import is_clerk
from reports.models import Report
from reports.states import GONE, State
from routing.models import AdoptionEvent
from routing.states import NEVER_SENT
from routing.workflow import upward


def eventful():
    """Whatever was filed with us can be taken up elsewhere, even if we kept it on file."""
    return Report.objects.exclude(status__in=GONE | {State.DRAFT})


@transaction.atomic
def record_events(filing, *, by, at, reports, **said):
    """The same news of several reports of one filing; `said` is what `record_event` takes."""
    require(is_clerk, by=by, at=at)
    lock(filing)
    filing.refresh_from_db()
    if filing.status in NEVER_SENT:
        raise ValidationError(_("It has not been sent yet."))
    if not reports:
        raise ValidationError({"reports": _("Tick at least one report.")})
    events = [
        _record(report, filing, local_day(filing.sent_at), by, at, **said)
        for report in sorted(reports, key=lambda report: report.pk)
    ]
    upward.settle_outcome(filing, at)
    return events


@transaction.atomic
def record_event(report, *, by, at, **said):
    """News of a report that came otherwise than through a filing.

    `said`: key, level, kind, happened_on, source, note, files. The same form sent twice enters it once.
    """
    require(is_clerk, by=by, at=at)
    return _record(report, None, local_day(report.submitted_at or at), by, at, **said)


def _record(report, filing, first, by, at, *, key, files=(), note="", **said):
    lock(report)
    if not eventful().filter(pk=report.pk).exists():
        raise ValidationError(_("Of this report nothing can be entered."))
    upward.between(said["happened_on"], first, at, "happened_on")
    own = load_policy().on(said["happened_on"]).committee_level
    if said["level"] == own and said["kind"] in AdoptionEvent.ADOPTED:
        raise ValidationError({"level": _("What we publish ourselves is read off the issues, not entered.")})
    made = {"filing": filing, "entered_at": at, "entered_by": by}
    event, new = sent_once(AdoptionEvent, said | {"note": note}, more=made, key=key, report=report)
    if not new:
        return event
    if _same(event).exists():
        raise ValidationError(_("“%(title)s”: this has already been entered.") % {"title": report.heading})
    begin("record_event", event, by=by, at=at, note=note, changes=said)
    keep(files, event, by=by, at=at)
    return event


def _same(event):
    fields = ("report", "level", "kind", "happened_on", "source")
    like = {name: getattr(event, name) for name in fields}
    return AdoptionEvent.objects.standing().filter(**like).exclude(pk=event.pk)


@transaction.atomic
def strike_event(event, *, by, at, note):
    """It was wrong: it stays to be seen, and counts for nothing any more."""
    if event.filing:
        lock(event.filing)
    take("strike_event", event, by=by, at=at, note=note, struck_at=at, struck_by=by, struck_for=note)
    if event.filing:
        upward.settle_outcome(event.filing, at)
