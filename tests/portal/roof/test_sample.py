"""The demo's year has the shape of a real one, and nothing in it is impossible."""

from datetime import datetime

from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F

from feedback import sweeps, undelivered
from feedback.models import Notice
from portal.days.workdays import SHANGHAI
from portal.ledger.models import Duty, Entry
from portal.people.models import Organisation, Role, User
from portal.people.roles import hats_of
from portal.people.views.door import DEMO_PEOPLE
from portal.roof.sample import year
from portal.roof.views.desk import ELSEWHERE
from portal.roof.waiting import number
from reports import workflow as reports
from reports.models import Consultation, Report
from reports.states import MatterState, State
from routing.models import (
    AdoptionEvent,
    Assignment,
    Competence,
    Directive,
    Filing,
    Issue,
    Numbering,
    Piece,
    Promise,
    Revisit,
)
from routing.models.revisits import to_revisit
from routing.states import AssignmentState, PromiseState, RevisitState

NOW = datetime(2026, 6, 17, 15, 0, tzinfo=SHANGHAI)


def test_the_year_is_believable_and_the_same_every_time(db):
    with transaction.atomic():
        first = loaded()
        transaction.set_rollback(True)
    assert loaded() == first
    it_is_like_bazhou_2023_and_yantai()
    every_state_is_there_today()
    nothing_in_it_is_impossible()
    each_account_has_something_to_try()
    the_clock_goes_on_from_there()


def loaded():
    call_command("seed")
    year.load(NOW)
    return list(
        Report.objects.order_by("created_at", "key").values_list("key", "title", "status", "author__name")
    )


def it_is_like_bazhou_2023_and_yantai():
    filed = Report.objects.exclude(status=State.DRAFT)
    assert filed.count() == 273
    assert Assignment.objects.values("report").distinct().count() == 62
    published = Issue.objects.published().filter(corrects=None)
    assert (published.count(), Piece.objects.filter(issue__in=published).count()) == (21, 33)
    assert Directive.objects.count() == 8
    assert User.objects.filter(hats__role=Role.INFORMANT).count() == 500
    assert AdoptionEvent.objects.filter(level="national", kind="combined").count() == 1
    assert Filing.objects.filter(status="sent").count() == 1, "one receipt is outstanding"
    kinds = dict(Organisation.objects.values_list("kind").annotate(Count("pk")).order_by())
    assert (kinds["station"], kinds["contact_point"], kinds["sector_group"]) == (164, 10, 8)


def every_state_is_there_today():
    there = set(Report.objects.values_list("status", flat=True))
    assert there == set(State) - {State.AWAITING_VETTING, State.DELETED}  # the demo's is the short chain
    known = set(Assignment.objects.values_list("status", flat=True))
    assert known == set(AssignmentState) - {AssignmentState.RECALLED}
    promised = set(Promise.objects.values_list("status", flat=True))
    assert promised >= set(PromiseState) - {PromiseState.SUPERSEDED}
    assert set(Revisit.objects.values_list("status", flat=True)) == set(RevisitState)
    assert to_revisit().exists() and Competence.objects.in_force().exists()
    assert set(Consultation.objects.values_list("status", flat=True)) == set(MatterState)
    assert Duty.objects.late(NOW).exists()
    assert set(Issue.objects.values_list("status", flat=True)) >= {"draft", "published", "circulated", "void"}
    assert Issue.objects.published().exclude(corrects=None).exists()
    assert Issue.objects.published().values("series").distinct().count() == 2


def nothing_in_it_is_impossible():
    assert not Entry.objects.filter(at__gt=NOW).exists()
    owed = Duty.objects.open().values("report")
    assert not Report.objects.open().exclude(pk__in=owed).exists()
    assert not Duty.objects.stranded(NOW.date()).exists()
    assert not Entry.objects.filter(report__created_at__gt=F("at")).exists()
    for counter in Numbering.objects.all():
        given = Issue.objects.filter(series=counter.series, year=counter.year).exclude(number=None)
        assert sorted(given.values_list("number", flat=True)) == list(range(1, counter.last + 1))
    for y in Filing.objects.values_list("year", flat=True).distinct():
        serials = sorted(Filing.objects.filter(year=y).values_list("serial", flat=True))
        assert serials == list(range(1, len(serials) + 1))
    call_command("verify_journal")


def each_account_has_something_to_try():
    """Duties; for the head of a unit what is late there, for the system administrator a mail that was lost.

    The audit administrator does nothing in a report: the desk leads to the table of procedures.
    """
    idle = []
    for name in DEMO_PEOPLE:
        hats = hats_of(User.objects.get(username=name), NOW.date())
        late_there = Duty.objects.late(NOW).filter(unit__in=hats.headed)
        if not (number(hats, NOW) or late_there.exists() or undelivered.alarm(hats)):
            idle.append(name)
    assert idle == ["shenji"] and len(DEMO_PEOPLE) == 15
    auditor = hats_of(User.objects.get(username="shenji"), NOW.date())
    assert [page for page, _label, rule in ELSEWHERE if rule(auditor)] == ["procedures"]


def the_clock_goes_on_from_there():
    """Of the past everybody knows; what comes is told."""
    assert sweeps.tell(NOW) == 0 and sweeps.remind(NOW) > 0
    report = Report.objects.filter(status=State.SUBMITTED).first()
    clerk = User.objects.get(username="lihui")
    reports.return_to_author(report, by=clerk, at=NOW, note="请补充数据。", reason="no_facts")
    told = Notice.objects.filter(entry__kind="return_to_author", at=NOW)
    assert sweeps.tell(NOW) == told.count() > 0 and told.filter(user=report.author).exists()
