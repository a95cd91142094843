"""What must hold after every step, whatever was done: read off the tables alone."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.test import Client

from feedback import sweeps
from feedback.models import Notice
from portal.days import workdays
from portal.ledger.models import Duty, Entry, sha256
from portal.ledger.registry import PROCEDURES
from portal.people.models import Hat, Role, User
from portal.people.roles import acting
from reports.models import Appointment, Commission, Consultation, Lead, Report, Revision
from reports.states import ENDED, MATTER_OPEN, OPEN, State
from reports.workflow.carried import LETTING_GO
from routing.models import (
    AdoptionEvent,
    Assignment,
    Directive,
    FiledPiece,
    Filing,
    FilingYear,
    Finding,
    Inspection,
    Issue,
    Numbering,
    Piece,
    Promise,
    Revisit,
)  # fmt: skip
from routing.states import UNDER_WAY

OPENED = set()  # (what a notice told, who opened it)
BEGUN = {
    Lead: "open",
    Commission: "asked",
    Appointment: "current",
    Report: "draft",
    Issue: "draft",
    Directive: "unassigned",
    Assignment: "assigned",
    Consultation: "received",
    Filing: "draft",
    AdoptionEvent: "stands",
    Promise: "open",
    Inspection: "planned",
    Finding: "listed",
    Revisit: "planned",
}

SIGNED = {State.SIGNED, State.PLACED, State.ISSUED, State.HANDLING, State.ANSWERED}
SIGNED |= {State.CONTESTED, State.CLOSED}


class Ledgers:
    """The rows as they are now, and the journal replayed up to now, on its own."""

    def __init__(self, before=None):
        """Goes on from where the ledgers `before` stand, or starts at the journal's first line."""
        self.seen = before.seen if before else 0
        self.heads = dict(before.heads) if before else {}  # chain: (position, hash)
        self.replayed = dict(before.replayed) if before else {}  # subject: status
        self.moved = dict(before.moved) if before else {}  # subject: id of the entry that brought it there
        self.calendar = before.calendar if before else workdays.load()
        self.known_holders = before.known_holders if before else {}
        self.browser = Client()
        self.read()
        self.filed = before.filed if before else len(self.rows[Report])

    def read(self):
        self.rows = {model: list(model.objects.order_by("pk")) for model in BEGUN}
        self.pieces = {
            piece.report_id: piece for piece in Piece.objects.filter(live=True).select_related("issue")
        }
        self.duties = defaultdict(dict)  # subject: {kind: duty}
        for duty in Duty.objects.open():
            self.duties[duty.subject_type_id, duty.subject_id][duty.kind] = duty
        self.unchecked = True

    def due(self, subject, kind):
        return self.duties[key(subject)][kind].due_at

    def under_way(self, report):
        return [a for a in self.rows[Assignment] if a.report_id == report.pk and a.status in UNDER_WAY]

    def check(self, at):
        """Of rows that were not read again only the hour can have changed what holds."""
        self.check_holders(at)
        if self.unchecked:
            self.check_journal()
            self.check_duties()
            self.check_texts()
            self.check_closing()
            self.check_reopening()
            self.check_numbers()
            self.check_merged()
            self.check_promises()
            self.check_filings()
            assert len(self.rows[Report]) == self.filed, "a report was lost"
            self.unchecked = False

    def check_journal(self):
        """The chain holds; each entry is a row of the step table; replayed, it gives the present state."""
        for entry in Entry.objects.filter(pk__gt=self.seen).order_by("pk"):
            self.seen, (position, head) = entry.pk, self.heads.get(entry.chain, (0, ""))
            assert (entry.position, entry.previous_hash) == (position + 1, head)
            assert entry.hash == entry.computed_hash()
            self.heads[entry.chain] = (entry.position, entry.hash)
            if "status" in entry.changes:
                self.replay(entry)
        for model, rows in self.rows.items():
            for row in rows:
                assert row.status == self.replayed.get(key(row), BEGUN[model]), f"{model.__name__} {row.pk}"

    def replay(self, entry):
        model = ContentType.objects.get_for_id(entry.subject_type_id).model_class()
        subject, (before, after) = (entry.subject_type_id, entry.subject_id), entry.changes["status"]
        step = PROCEDURES[model].steps[entry.kind]
        assert self.replayed.get(subject, BEGUN[model]) == before
        assert before in step.sources
        assert after == (step.target or before)
        self.replayed[subject] = after
        if before != after:
            self.moved[subject] = entry.pk

    def check_duties(self):
        """What is owed is what the statuses owe, by a day that is worked."""
        for model, rows in self.rows.items():
            for row in rows:
                rows_of_status = PROCEDURES[model].owes.get(row.status, ())
                owed = {owed.kind for owed in rows_of_status if owed.holder.of(row)}
                assert set(self.duties[key(row)]) == owed, f"{model.__name__} {row.pk} {row.status}"
        for duty in self.open_duties():
            assert self.calendar.is_working(workdays.local_day(duty.due_at)), f"{duty.kind} {duty.due_at}"
            assert duty.opened_at <= duty.due_at

    def open_duties(self):
        return [duty for kinds in self.duties.values() for duty in kinds.values()]

    def check_holders(self, at):
        """Each open report waits for somebody who can sign in."""
        there = self.holders(workdays.local_day(at))
        duties = self.open_duties()
        waiting = {d.report_id for d in duties if (d.person_id, d.post_id, d.unit_id) in there}
        assert {r.pk for r in self.rows[Report] if r.status in OPEN} <= waiting
        for matter in self.rows[Consultation]:
            owed = self.duties[key(matter)].values()
            held = any((d.person_id, d.post_id, d.unit_id) in there for d in owed)
            assert held == (matter.status in MATTER_OPEN), f"matter {matter.pk} {matter.status}"

    def holders(self, day):
        """(person, post, unit) of every holder that somebody who can sign in acts for that day."""
        if day not in self.known_holders:
            users = User.objects.filter(is_active=True).values_list("pk", flat=True)
            posts = [post for post, people in acting(day).items() if people]
            units = Hat.objects.filter(role=Role.OFFICER, user__is_active=True).values_list(
                "organisation", flat=True
            )
            holders = [*((user, None, None) for user in users), *((None, post, None) for post in posts)]
            self.known_holders[day] = {*holders, *((None, None, unit) for unit in units)}
        return self.known_holders[day]

    def check_texts(self):
        """What was signed is what stands in the report, in its one signed revision, and in its piece."""
        signed = defaultdict(list)
        for revision in Revision.objects.filter(kind="signed"):
            signed[revision.report_id].append(revision.text_hash)
        undone = Entry.objects.filter(kind__in=["refuse_classified", "recall_signature"])
        unsigned = set(undone.values_list("report", flat=True))
        for report in self.rows[Report]:
            ended = report.status in ENDED
            assert (report.ended_at is not None) == ended
            if report.pk in unsigned:  # what was signed before that still lies there
                assert not report.signed_hash or signed[report.pk][-1] == report.signed_hash
            else:
                assert signed[report.pk] == ([report.signed_hash] if report.signed_hash else [])
            assert bool(report.signed_hash) == (report.status in SIGNED and not report.carried_by_id)
            if report.signed_hash:
                assert report.text_hash == report.signed_hash
        for piece in self.pieces.values():
            assert piece.text_hash == signed[piece.report_id][-1]

    def check_closing(self):
        """A report is being handled exactly while a unit or a directive on it is."""
        busy = {a.report_id for a in self.rows[Assignment] if a.status in UNDER_WAY}
        unfinished = [d for d in self.rows[Directive] if d.status in ("unassigned", "assigned")]
        busy |= {d.report_id for d in unfinished if d.report_id}
        assert busy == {r.pk for r in self.rows[Report] if r.status == State.HANDLING}
        at_work = {a.directive_id for a in self.rows[Assignment] if a.status in UNDER_WAY} - {None}
        assert at_work == {d.pk for d in unfinished if d.status == "assigned"}
        assert all(d.outcome and d.closed_at for d in self.rows[Directive] if d not in unfinished)

    def check_reopening(self):
        """Once for each report; whoever waits for the office's decision has said so."""
        again = Entry.objects.filter(kind="reopen_handling").values_list("report", flat=True)
        assert len(again) == len(set(again))
        assert set(again) == {r.pk for r in self.rows[Report] if r.reopened_at}
        for report in self.rows[Report]:
            if report.status == State.CONTESTED:
                last = report.opinions.last()
                assert "dissatisfied" in (last.handling, last.result)

    def check_merged(self):
        """What was merged is open exactly as long as its host, which is on its way to an end with a piece."""
        rows = {report.pk: report for report in self.rows[Report]}
        for report in rows.values():
            if report.carried_by_id:
                host = rows[report.carried_by_id].status
                assert (report.status == State.CLOSED) == (host == State.CLOSED)
                assert host not in LETTING_GO | {State.MERGED}

    def check_promises(self):
        """Of one matter and one unit one promise stands at most."""
        standing = Promise.objects.filter(status__in=["open", "reported"])
        of = list(standing.values_list("reply__assignment__report", "unit"))
        assert len(of) == len(set(of))

    def check_numbers(self):
        numbers = defaultdict(list)
        for issue in self.rows[Issue]:
            if issue.number:
                numbers[issue.series_id, issue.year].append(issue.number)
        counted = Numbering.objects.filter(last__gt=0).values_list("series", "year", "last")
        assert {counter: sorted(given) for counter, given in numbers.items()} == {
            (series, year): list(range(1, last + 1)) for series, year, last in counted
        }

    def check_filings(self):
        """Numbers without a gap, the words that were sent, and an end by itself only if all is known."""
        given = sorted((f.year, f.serial) for f in self.rows[Filing] if f.serial)
        counted = FilingYear.objects.filter(last__gt=0).order_by("year")
        assert given == [(row.year, n) for row in counted for n in range(1, row.last + 1)]
        heard = {(e.filing_id, e.report_id) for e in self.rows[AdoptionEvent] if e.status == "stands"}
        waiting = set()
        for piece in FiledPiece.objects.select_related("report", "filing"):
            assert piece.sha256 == sha256(piece.said) or not piece.title and piece.filing.number
            if not piece.sealed and (piece.filing_id, piece.report_id) not in heard:
                waiting.add(piece.filing_id)
        for filing in self.rows[Filing]:
            by_itself = filing.status == "closed" and not filing.closed_by_id
            assert by_itself <= (filing.pk not in waiting)
            assert filing.status != "received" or filing.pk in waiting

    def check_news(self, at):
        """Everybody is told, once, and gets to it; nothing ends unheard by its author; what is printed was
        signed.
        """
        sweeps.tell(at)
        assert sweeps.tell(at) == 0
        ends = [self.moved[key(report)] for report in self.rows[Report] if report.status in ENDED]
        told = Notice.objects.filter(entry__in=ends, user=F("entry__report__author"))
        assert told.count() == len(ends)
        for issue in self.rows[Issue]:
            assert not issue.signed_hash or issue.text_hash == issue.signed_hash
        for notice in Notice.objects.select_related("entry", "duty", "user"):
            self.open(notice)

    def open(self, notice):
        """Leads its reader to a page; once for each kind and reader, of whatever run."""
        asked = (notice.entry or notice.duty).kind, notice.user.username
        if asked not in OPENED:
            self.browser.force_login(notice.user)
            assert self.browser.post(f"/notices/{notice.pk}/", follow=True).status_code == 200, asked
            OPENED.add(asked)


def key(subject):
    return ContentType.objects.get_for_model(subject).pk, subject.pk
