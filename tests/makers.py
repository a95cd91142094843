"""People and reports for tests. A report is walked to its status by the real verbs, so none is impossible."""

import uuid
from datetime import date, datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from feedback.workflow import give_opinion
from portal.days.workdays import SHANGHAI
from portal.people.models import Hat, Organisation, Role, Seat, User
from portal.people.roles import hats_of
from reports import workflow as reports
from reports.models import Author, Intake
from reports.states import MatterState, State
from reports.workflow import appointments, commissions, consultations, leads, out_of, proposals
from routing.models import DefaultRecipient, Series
from routing.workflow import assignments, closing, directives, issues, sealing
from tests.books import sheet
from tests.kept import made_once
from tests.policies import long_chain

PASSWORD = "tian-he-2026"
SINCE = date(2025, 1, 1)
NINE = datetime(2026, 3, 10, 9, 0, tzinfo=SHANGHAI)  # a plain Tuesday morning
TEXT = {
    "title": "关于排查楼顶太阳能热水器高空坠落风险的建议",
    "situation": "东湖区老旧小区楼顶太阳能热水器多已超过使用年限。",
    "analysis": "产权分散，无人负责检修。",
    "advice": "一是开展排查；二是明确责任。",
}

SUGGESTION = {
    "topic": "小区门口缺一盏路灯", "text": "晚上看不清台阶，建议加装一盏路灯。", "citizen": "周女士",
    "phone": "13900000000", "notice": "2026-11",
}  # fmt: skip


def moment(text):
    """A moment of 2026 in Shanghai, written "03-10 15:30"."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@cache  # hashing is slow on purpose
def password_hash():
    return make_password(PASSWORD)


def organisation(name="政协东湖区委员会", kind="county_committee"):
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def person(name, *roles, at=None):
    """A person with these roles, everywhere in the same organisation."""
    at = at or organisation()
    known = {"name": name, "organisation": at, "email": f"{name}@example.test", "password": password_hash()}
    user, _new = User.objects.get_or_create(username=name, defaults=known)
    for role in roles:
        Hat.objects.get_or_create(user=user, role=role, organisation=at)
    return user


def unit(name="住房和城乡建设局"):
    return organisation(name, "handling_unit")


def seat(post, user, since=SINCE, until=None, stand_in=False):
    return Seat.objects.create(post_id=post, user=user, since=since, until=until, stand_in=stand_in)


class Office:
    """The people of a small committee, one for each role that the walk needs."""

    @made_once
    def __init__(self):
        call_command("seed")
        self.author = person("author", Role.INFORMANT)
        self.joint = person("joint", Role.INFORMANT)
        self.clerk, self.signer = person("clerk"), person("signer")
        seat("clerk", self.clerk), seat("signer", self.signer)
        self.security = person("security", Role.SECURITY_ADMIN)
        seat("security", self.security)
        self.editor = person("editor", Role.EDITOR)
        self.vetter, self.chair = person("vetter"), person("chair")
        seat("vetter", self.vetter), seat("chair", self.chair)
        self.supervisor = person("supervisor", Role.SUPERVISOR)
        self.leader = person("leader", Role.LEADER, at=organisation("市委办公室", "leadership_office"))
        self.series = Series.objects.get(code="special")
        DefaultRecipient.objects.create(series=self.series, user=self.leader)
        self.unit, self.co_unit = unit(), unit("城市管理局")
        self.officer = person("officer", Role.OFFICER, at=self.unit)
        self.co_officer = person("co_officer", Role.OFFICER, at=self.co_unit)
        self.head = person("head", Role.HEAD, at=self.unit)

    def draft(self, at=NINE, **fields):
        fields = {"category": "urban", "occasion": "visit", "key": uuid.uuid4(), **TEXT, **fields}
        return reports.begin(by=fields.pop("by", self.author), at=at, **fields)

    def lead(self, at=NINE, **fields):
        """A lead to the author and nobody else, unless the fields say otherwise; open for ten days."""
        said = {"topic": "高温天气一线劳动者防暑", "why": "请了解工地、环卫、外卖等岗位的实际情况。"}
        said |= {"closes_on": at.date() + timedelta(days=10), "key": uuid.uuid4(), "people": [self.author]}
        return leads.publish_lead(by=self.clerk, at=at, **said | fields)

    def commission(self, at=NINE, **fields):
        """A commission of the author, due in ten days, unless the fields say otherwise."""
        said = {"topic": "近海养殖与生态修复", "wanted": "请结合专业研究提出建议。", "key": uuid.uuid4()}
        said["due_on"] = at.date() + timedelta(days=10)
        said |= {} if "organisations" in fields else {"people": [self.author]}
        [asked] = commissions.ask_for_report(by=self.clerk, at=at, **said | fields)
        return asked

    def appointment(self, at=NINE, **fields):
        """The author's appointment from today for a year, the supervisor being the contact."""
        said = {"person": self.author, "field": "海洋生态", "contact": self.supervisor}
        said |= {"since": at.date(), "until": at.date() + timedelta(days=365)}
        return appointments.appoint(by=self.clerk, at=at, **said | fields)

    def report(self, status=State.SUBMITTED, at=NINE, **fields):
        """A report walked to this status, a minute a step."""
        report = self.draft(at, **fields)
        for step, (name, reached) in enumerate(self.PATHS[status], 1):
            getattr(self, name)(report, at + timedelta(minutes=step))
            report.refresh_from_db()
            assert report.status == reached, (name, report.status)
        return report

    def submitted(self, report, at):
        reports.submit(report, by=(by := report.author), at=at)
        asked = Author.objects.filter(report=report, accepted_at=None, user__isnull=False)
        for joint in asked.exclude(user=by):
            reports.accept_authorship(joint, by=joint.user, at=at)

    def returned(self, report, at):
        reports.return_to_author(report, by=self.clerk, at=at, reason="no_advice", note="请补充建议。")

    def kept(self, report, at):
        reports.keep_on_file(report, by=self.clerk, at=at, reason="known", note="已有政策覆盖。")

    def deleted(self, report, at):
        reports.delete_draft(report, by=report.author, at=at, version=report.draft.version)

    def refused(self, report, at):
        reports.refuse(report, by=self.clerk, at=at, reason="promotion", note="带有宣传内容。")

    def sealed(self, report, at):
        sealing.refuse_classified(report, by=self.editor, at=at)

    def purged(self, report, at):
        sealing.purge(report, by=self.security, at=at)

    def withdrawn(self, report, at):
        reports.withdraw(report, by=report.author, at=at)

    def taken_up(self, report, at):
        reports.take_up(report, by=self.clerk, at=at)

    def edited(self, report, at):
        parts = report.working.parts() | {"advice": "一是排查；二是定责。"}
        reports.edit(report, by=self.clerk, at=at, version=report.version, **parts)

    def merged(self, report, at):
        host = self.report(State.EDITING, at - timedelta(minutes=30))
        reports.merge(report, by=self.clerk, at=at, host=host)

    def sent_to_vetter(self, report, at):
        with long_chain(self):
            reports.submit_for_vetting(report, by=self.clerk, at=at)

    def vetted(self, report, at):
        reports.vet(report, by=self.vetter, at=at, version=report.version, **report.working.parts())

    def with_chair(self, report, at):
        reports.ask_chair(report, by=self.signer, at=at)

    def sent(self, report, at):
        reports.submit_for_signoff(report, by=self.clerk, at=at)

    def signed(self, report, at):
        reports.sign_off(report, by=self.signer, at=at, text_hash=report.working.text_hash)

    def placed(self, report, at):
        issue = issues.begin_issue(by=self.clerk, at=at, series=self.series)
        issues.place(issue, by=self.clerk, at=at, report=report)

    def issued(self, report, at):
        issue = self.sign_issue(report.piece.issue, at)
        issues.publish_issue(issue, by=self.clerk, at=at)

    def sign_issue(self, issue, at=NINE):
        """Handed in and signed."""
        issues.submit_issue(issue, by=self.clerk, at=at)
        issues.sign_issue(issue, by=self.signer, at=at, text_hash=issue.text_hash)
        return issue

    def concluded(self, report, at):
        reports.conclude(report, by=self.clerk, at=at, note="已供领导参阅。")

    def directed(self, report, at):
        directives.direct(
            report.piece, by=self.leader, at=at, key=uuid.uuid4(), text="请住建局研办。",
            lead=[self.unit], co=[self.co_unit],
        )  # fmt: skip

    def registered(self, subject, at, **fields):
        """A directive off the paper, of the leader here unless a name is given."""
        fields |= {} if "leader_name" in fields else {"leader": self.leader}
        said = {"key": uuid.uuid4(), "text": "请研究办理。", "rank": "city", "written_on": at.date()} | fields
        return directives.register_directive(subject, by=self.clerk, at=at, **said)

    def answered(self, report, at):
        lead = report.assignments.get(part="lead")
        assignments.sign_for(lead, by=self.officer, at=at)
        self.replied(lead, at)
        closing.pass_reply(lead, by=self.clerk, at=at)

    def replied(self, assignment, at):
        officer = self.officer if assignment.unit == self.unit else self.co_officer
        assignments.reply(
            assignment, by=officer, at=at, text="已完成排查。", grade="solved", approved_by="王局长"
        )

    def closed(self, report, at):
        give_opinion(report, by=report.author, at=at, handling="satisfied", result="mostly")

    def contested(self, report, at):
        give_opinion(report, by=report.author, at=at, handling="mostly", result="dissatisfied")

    SUBMITTED = [("submitted", "submitted")]
    EDITING = [*SUBMITTED, ("taken_up", "editing"), ("edited", "editing")]
    AWAITING = [*EDITING, ("sent", "awaiting_signoff")]
    SIGNED = [*AWAITING, ("signed", "signed")]
    ISSUED = [*SIGNED, ("placed", "placed"), ("issued", "issued")]
    ANSWERED = [*ISSUED, ("directed", "handling"), ("answered", "answered")]
    PATHS = {
        State.DRAFT: [],
        State.DELETED: [("deleted", "deleted")],
        State.SUBMITTED: SUBMITTED,
        State.RETURNED: [*SUBMITTED, ("returned", "returned")],
        State.KEPT: [*SUBMITTED, ("kept", "kept")],
        State.REFUSED: [*SUBMITTED, ("refused", "refused")],
        State.SEALED: [*SUBMITTED, ("sealed", "sealed")],
        State.PURGED: [*SUBMITTED, ("sealed", "sealed"), ("purged", "purged")],
        State.WITHDRAWN: [*SUBMITTED, ("withdrawn", "withdrawn")],
        State.EDITING: EDITING,
        State.MERGED: [*EDITING, ("merged", "merged")],
        State.AWAITING_VETTING: [*EDITING, ("sent_to_vetter", "awaiting_vetting")],
        State.WITH_CHAIR: [*AWAITING, ("with_chair", "with_chair")],
        State.AWAITING_SIGNOFF: AWAITING,
        State.SIGNED: SIGNED,
        State.PLACED: ISSUED[:-1],
        State.ISSUED: ISSUED,
        State.HANDLING: ANSWERED[:-1],
        State.ANSWERED: ANSWERED,
        State.CONTESTED: [*ANSWERED, ("contested", "contested")],
        State.CLOSED: [*ANSWERED, ("closed", "closed")],
    }

    def suggestion(self, at=NINE, **fields):
        """What a citizen sent to the county's station by the public form."""
        intake = Intake.objects.filter(organisation=organisation()).first() or consultations.make_address(
            organisation(), by=self.clerk, at=at
        )
        return consultations.receive(intake, at=at, key=uuid.uuid4(), **SUGGESTION | fields)

    def matter(self, status=MatterState.OPEN, at=NINE, **fields):
        """A matter of the county's station, walked to this status by its liaison."""
        who = {"by": person("liaison", Role.LIAISON), "at": at + timedelta(minutes=1)}
        matter = self.suggestion(at, **fields)
        if status == MatterState.SET_ASIDE:
            consultations.set_aside(matter, **who, reason="spam")
        elif status != MatterState.RECEIVED:
            consultations.accept_matter(matter, **who)
        if status in (MatterState.WRITING, MatterState.REPORTED):
            draft = out_of.turn_into_report(matter, **who)
        if status == MatterState.REPORTED:
            reports.submit(draft, **who)
            matter.refresh_from_db()
        elif status == MatterState.SETTLED:
            consultations.settle_matter(matter, **who, note="已协调解决。")
        elif status == MatterState.PASSED_ON:
            consultations.pass_on(matter, **who, to="东湖区住建局")
        assert matter.status == status
        return matter

    def prepared(self, *rows, kind="proposal", **how):
        """An import that waits to be confirmed."""
        return proposals.prepare(by=self.clerk, at=NINE, upload=sheet(*rows, **how), kind=kind, year=2026)

    def proposal(self, number="12"):
        """One by the author, imported."""
        row = [number, "关于规范电动自行车充电的提案", "author", 2026, "经济界", "充电设施不足。"]
        return proposals.import_proposals(self.prepared(row), by=self.clerk, at=NINE).proposals.get()

    def hats(self, user, at=NINE):
        return hats_of(user, at.date())
