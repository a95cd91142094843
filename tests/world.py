"""One object of each kind, and somebody in every relation to it: what the tables of the route tests name."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from feedback.models import Mail
from portal.days import workdays
from portal.days.models import CalendarDay, TimeLimit
from portal.files.models import Attachment
from portal.jobs.models import Job
from portal.ledger.models import Duty
from portal.ledger.registry import procedure_of
from portal.people.models import Absence, Post, Role, Seat
from portal.people.workflow import name_seat
from portal.unsent.models import Unsent
from portal.unsent.places import Place
from reports.models import Credit
from reports.states import MatterState, State
from reports.workflow import commissions, proposals, submit
from routing.workflow import assignments, directives, issues
from tests.backups import every_kind
from tests.filings import event, filing
from tests.handlings import handlings
from tests.inspections import followed
from tests.keyed import keyed
from tests.makers import NINE, Office, organisation, person, unit
from tests.policies import long_chain
from tests.registered import registered
from tests.uploads import picture

OFFICE = "clerk editor signer supervisor vetter chair"
ALL = (
    "author joint informant liaison other_liaison convener clerk editor vetter chair signer supervisor "
    "leader other_leader officer co_officer other_officer head system security audit"
)
HOUR = timedelta(hours=1)


def people_of(office):
    """Everybody who asks: {name: user} for each word of ALL."""
    elsewhere = organisation("政协望江区委员会")
    others = {
        "informant": person("informant", Role.INFORMANT, at=elsewhere),
        "liaison": person("liaison", Role.LIAISON),
        "other_liaison": person("other_liaison", Role.LIAISON, at=elsewhere),
        "convener": person("convener", Role.CONVENER, at=organisation("第一界别活动组", "sector_group")),
        "other_leader": person("other_leader", Role.LEADER, at=organisation("市政府办公室")),
        "other_officer": person("other_officer", Role.OFFICER, at=unit("教育局")),
        "system": person("system", Role.SYSTEM_ADMIN),
        "security": person("security", Role.SECURITY_ADMIN),
        "audit": person("audit", Role.AUDIT_ADMIN),
    }
    return {name: others.get(name) or getattr(office, name) for name in ALL.split()}


def attach(subject, by, name="附件.pdf", content=b"%PDF-"):
    return Attachment.objects.create(
        subject=subject, report=subject.report, file=ContentFile(content, "x"), name=name,
        size=5, sha256=uuid.uuid4().hex, by=by, at=NINE,
    )  # fmt: skip


def build():
    """The world: `people`, and each object under the word by which the tables call it."""
    o = Office()
    people = people_of(o)
    report = o.report(State.HANDLING, joint=[Credit("joint", o.joint)])
    objects = (
        _sources(o)
        | keyed()
        | _reports(o, report)
        | _issues(o, report)
        | _handling(o, report)
        | _seats()
        | _stations(o)
        | _upward(o, report)
        | handlings(o, attach)
        | followed(o, attach)
        | _mails(o)
        | _notices(o, report)
        | _unsent(o)
        | _jobs(o)
        | registered(o)
    )
    every_kind()
    for version in (1, 2):  # for a day far away
        said = {"since": date(2099, 1, 5), "set_by": o.clerk, "set_at": NINE, "version": version}
        TimeLimit.objects.create(rule="nudge", amount=5 * version, unit="days", **said)
    objects["local_day"] = CalendarDay.objects.create(
        date=date(2026, 3, 20), kind="off", name="肉孜节", source="县政府通知", organisation=unit("教育局")
    )
    objects["to_review"] = Duty.objects.about(objects["submitted"]).get(kind="review")
    return SimpleNamespace(office=o, people=people, report=report, **objects)


def _sources(o):
    """What reports come out of, of today because it is answered before it ends."""
    now = timezone.now() - HOUR
    day = workdays.load().next_working(timezone.localdate() + timedelta(days=7))
    accepted = o.commission(at=now, due_on=day)
    commissions.accept_commission(accepted, by=o.author, at=now)
    return {
        "appointment": o.appointment(at=now, contact=o.signer),
        "lead": o.lead(at=now, closes_on=day), "accepted": accepted,
        "asked": o.commission(at=now, due_on=day, organisations=[o.author.organisation]),
        "asked_author": o.commission(at=now, due_on=day),
    }  # fmt: skip


def _reports(o, report):
    states = {
        "submitted": State.SUBMITTED, "editing": State.EDITING, "mergeable": State.EDITING,
        "merged": State.MERGED, "awaiting": State.AWAITING_SIGNOFF,
        "vetting": State.AWAITING_VETTING, "with_chair": State.WITH_CHAIR,
        "signed": State.SIGNED, "issued": State.ISSUED, "answered": State.ANSWERED,
        "kept": State.KEPT, "withdrawn": State.WITHDRAWN,
    }  # fmt: skip
    found = {name: o.report(state) for name, state in states.items()}
    asking = o.draft(joint=[Credit("joint", o.joint)])
    submit(asking, by=o.author, at=NINE)
    found["joint_author"] = asking.authors.get(position=2)
    sealed = o.report(State.SUBMITTED)
    found["sealed_file"], found["sealed"] = attach(sealed, o.author), sealed
    o.sealed(sealed, NINE + HOUR)
    return found | {
        "draft": o.draft(),
        "file": attach(report, o.author),
        "picture": attach(report, o.author, "照.png", picture("PNG")),
    }


def _issues(o, report):
    begun, waiting, signed = (o.report(State.PLACED).piece for _ in range(3))
    for issue in (waiting.issue, signed.issue):
        issues.submit_issue(issue, by=o.clerk, at=NINE + HOUR)
    issues.sign_issue(signed.issue, by=o.signer, at=NINE + HOUR, text_hash=signed.issue.text_hash)
    begun.issue.refresh_from_db()
    sent = o.report(State.ISSUED).piece.issue
    correction = issues.correct_issue(sent, by=o.clerk, at=NINE + HOUR, note="数字有误。")
    vetting = o.report(State.PLACED).piece.issue
    with long_chain(o):
        issues.submit_issue_for_vetting(vetting, by=o.clerk, at=NINE + HOUR)
    void = o.report(State.PLACED).piece.issue
    issues.submit_issue(void, by=o.clerk, at=NINE + HOUR)
    issues.sign_issue(void, by=o.signer, at=NINE + HOUR, text_hash=void.text_hash)
    issues.void_issue(void, by=o.signer, at=NINE + HOUR, note="日期有误。")
    return {
        "issue": report.piece.issue, "open_issue": begun.issue, "piece": begun,
        "waiting_issue": waiting.issue, "signed_issue": signed.issue, "vetting_issue": vetting,
        "correction": correction, "scrapped": void, "sent_issue": o.report(State.ISSUED).piece.issue,
        "read_piece": report.piece, "series": o.series,
    }  # fmt: skip


def _handling(o, report):
    """Slips at each stage. The newest is of today, because more time is asked for before the due date."""
    now = timezone.now() - HOUR
    slip, replied, late, fresh, answered = (
        each.assignments.get(part="lead")
        for each in [
            report, o.report(State.HANDLING), o.report(State.HANDLING), o.report(State.HANDLING, at=now),
            o.report(State.ANSWERED),
        ]
    )  # fmt: skip
    for each in (slip, replied, late):
        assignments.sign_for(each, by=o.officer, at=NINE + HOUR)
    assignments.sign_for(fresh, by=o.officer, at=now + HOUR / 2)
    assignments.request_time(late, by=o.officer, at=NINE + HOUR, days=5, note="需要更多时间。")
    o.replied(replied, NINE + 2 * HOUR)
    unnamed = o.report(State.ISSUED).piece
    directive = {"by": o.leader, "at": NINE + HOUR, "key": uuid.uuid4(), "text": "请办公室研究。"}
    return {
        "directive": report.directives.get(), "unassigned": directives.direct(unnamed, **directive),
        "issued_piece": o.report(State.ISSUED).piece, **_from_paper(o),
        "assignment": slip, "unsigned": report.assignments.get(part="co"),
        "replied": replied, "asking": late, "fresh": fresh,
        "reply_file": attach(replied.replies.get(), o.officer),
        "reply_picture": attach(replied.replies.get(), o.officer, "照.png", picture("PNG")),
        "passed_file": attach(answered.replies.get(), o.officer),
    }  # fmt: skip


def _from_paper(o):
    """Directives off the paper: with a scan on a report, on an issue, one to report back, one laid open."""
    signed, told, shown = o.report(State.SIGNED), o.report(State.ISSUED), o.report(State.ISSUED)
    outside = {"leader_name": "省领导甲", "rank": "provincial"}
    scanned = o.registered(signed, NINE + HOUR, lead=[o.unit], **outside)
    handled = o.registered(told.piece, NINE + HOUR, lead=[o.unit], **outside)
    o.answered(told, NINE + 2 * HOUR)
    opened = o.registered(shown.piece, NINE + HOUR)
    directives.open_wording(opened, by=o.clerk, at=NINE + HOUR, note="领导同意。")
    handled.refresh_from_db()
    return {
        "scanned": scanned, "handled": handled, "opened": opened,
        "scan": attach(scanned, o.clerk), "scan_picture": attach(scanned, o.clerk, "批.png", picture("PNG")),
        "on_issue": o.registered(o.report(State.ISSUED).piece.issue, NINE + HOUR),
    }  # fmt: skip


def _seats():
    """Somebody at home in the office, who can be given a post."""
    colleague = person("colleague", at=Post.objects.get(pk="clerk").organisation)
    today = timezone.localdate()
    seat = Seat.objects.create(post_id="signer", user=colleague, since=today, until=today, stand_in=True)
    later = today + timedelta(days=40)
    absence = Absence.objects.create(user=colleague, since=later, until=later)
    proposed = name_seat(
        by=person("system", Role.SYSTEM_ADMIN), at=timezone.now(), user=colleague, since=later,
        post=Post.objects.get(pk="signer"),
    )  # fmt: skip
    return {"colleague": colleague, "seat": seat, "absence": absence, "proposed_seat": proposed}


def _stations(o):
    """The county committee as a station: `liaison` is its liaison, `author` and `joint` are its people."""
    received, matter, accepted = o.suggestion(), o.matter(), o.proposal()
    proposals.accept_proposal(accepted, by=o.author, at=NINE)
    return {
        "received": received, "matter": matter, "settled": o.matter(MatterState.SETTLED),
        "station": received.station,
        "proposal": accepted, "asked_proposal": o.proposal("13"),
        "import_": o.prepared(["7", "关于修路的提案", "甲"]),
        "code": SimpleNamespace(pk=received.station.intake.code), "key": SimpleNamespace(pk=received.key),
    }  # fmt: skip


def _mails(o):
    """One that was refused for good."""
    said = {"subject": "待办", "body": "请看。", "error": "550 no such person", "tries": 1}
    at = {"created_at": NINE, "next_try_at": NINE, "resend": True}
    mail = Mail.objects.create(key="lost", user=o.co_officer, state=Mail.State.FAILED, **said, **at)
    return {"lost_mail": mail, "unreached": mail.user}


def _notices(o, report):
    """One of the author's, not read yet."""
    entry = report.entry_set.get(kind="take_up")
    return {"notice": o.author.notices.create(entry=entry, day=NINE.date(), at=NINE)}


def _unsent(o):
    """A form that the author has begun, with a file; each token names it."""
    where = Place(o.author.pk, "/reports/new/", "/reports/new/")
    row = Unsent.objects.create(user=o.author, form=where.form, address=where.address, saved_at=NINE)
    return {"begun": SimpleNamespace(pk=where.token), "chosen": attach(row, o.author)}


def _jobs(o):
    """Lists that the clerk has asked for: one is waited for, one is ready."""
    said = {"by": o.clerk, "title": "Reports", "language": "zh-hans", "asked_at": NINE, "moved_at": NINE}
    waiting = Job.objects.create(address="/reports/?export=1", **said)
    made = {"path": default_storage.save("jobs/made", ContentFile(b"PK")), "name": "信息.xlsx", "size": 2}
    ready = Job.objects.create(address="/reports/?export=1", ended_at=NINE, **made, **said)
    return {"waiting_job": waiting, "ready_job": ready}


def _upward(o, report):
    """Filings of each kind; what was heard of the report that is being handled, with its proof."""
    filed = filing(o, report, status="received")
    [news] = event(o, filed)
    waiting = filing(o, status="received", body="政协全国委员会", level="national")
    return {
        "filed": filed, "news": news, "draft_filing": (draft := filing(o, status="draft")),
        "sent_filing": filing(o), "dropped_filing": filing(o, status="dropped"),
        "received_filing": waiting, "filed_piece": draft.pieces.get(),
        "receipt_file": attach(filed, o.clerk), "proof_file": attach(news, o.clerk),
        "proof_picture": attach(news, o.clerk, "照.png", picture("PNG")),
    }  # fmt: skip


def address(world, route, about, **query):
    """Where a row of a table leads: words that name objects become their ids."""
    words = about.split()
    args = [getattr(world, word).pk if hasattr(world, word) else word for word in words]
    if route == "step":
        args.insert(0, procedure_of(getattr(world, words[0])).place)
    return reverse(route, args=args, query=query)
