"""What the sample's office does about the units: a chase, inspections at each stage; and whom it visits."""

from datetime import timedelta

from portal.days.workdays import local_day
from portal.ledger.models import Duty
from portal.people.models import Organisation
from routing.models import Assignment
from routing.states import AssignmentState
from routing.workflow import inspections, visits
from routing.workflow.chasing import chase


def load(year):
    _chase(year)
    _inspect(year)
    _visit(year)


def _chase(year):
    """A word to the lead unit that is latest, some days ago."""
    at = year.in_office(year.now - timedelta(days=4))
    late = Duty.objects.late(at).filter(unit__isnull=False, kind="reply").order_by("due_at", "id")
    note = "此件已超期，请抓紧办理，并于本周内书面答复。"
    chase(list(late[:1]), by=year.register.people["lihui"], at=at, note=note)


PARTNER = "中共天河市委督查室"
PLACES = ["东湖区幸福社区", "望江区滨江路施工现场", "清源县城关镇", "高新区产业园"]
FOUND = "整改标识已设置，但仍有个别点位未完成，台账更新不及时。"
TO_MEND = "一周内完成剩余点位整改，更新台账并报办公室。"


def _inspect(year):
    """One that is done, one being mended, one to be recorded, one planned."""
    replied = Assignment.objects.filter(status=AssignmentState.PASSED, part="lead")
    under_way = Assignment.objects.filter(status=AssignmentState.HANDLING)
    clerk, signer = year.register.people["lihui"], year.register.people["chenjing"]
    for n, back in enumerate((40, 9, 2, -5)):
        begun = year.in_office(year.now - timedelta(days=max(back, 0) + 3))
        rows = (replied if back > 0 else under_way).filter(assigned_at__lt=begun)
        rows = list(rows.order_by("-assigned_at", "pk")[n : n + 2])
        if not rows:
            continue
        day = year.calendar.next_working(local_day(year.now - timedelta(days=back)))
        said = {
            "key": year.key(),
            "held_on": day,
            "place": PLACES[n],
            "partner": PARTNER,
            "others": "督查室 2 人",
        }
        found = inspections.plan_inspection(
            by=clerk, at=begun, assignments=rows, people=[clerk, signer], **said
        )
        if back > 0 and day <= local_day(year.now):
            _hold(year, found, clerk, mended=back == 40, recorded=back != 2)


def _hold(year, found, clerk, *, mended, recorded):
    at = year.in_office(
        max(year.now - timedelta(days=(local_day(year.now) - found.held_on).days), found.created_at)
    )
    account = "现场查看三处，听取承办单位汇报，总体进展较好。"
    inspections.hold_inspection(found, by=clerk, at=at, held_on=found.held_on, account=account)
    items = list(found.findings.with_subject()) if recorded else []
    for n, item in enumerate(items):
        if n:
            inspections.find_nothing(item, by=clerk, at=at, text="已按答复落实，群众反映良好。")
            continue
        by = year.calendar.add(local_day(year.now if not mended else at), 7).end
        inspections.record_finding(item, by=clerk, at=at, text=FOUND, to_mend=TO_MEND, mend_by=by)
        if mended:
            officer, later = year.register.officers[item.unit.name], year.in_office(at, 4)
            inspections.mend_finding(item, by=officer, at=later, answer="剩余点位已全部整改，台账已更新。")
            at = year.in_office(later, 1)
            inspections.pass_mended(item, by=clerk, at=at, result="现场核实，整改到位。")


VISITS = [
    ("visit", 60, "信息工作走访交流", "政协东湖区委员会", "建立选题会商机制，每月报送一期重点选题。"),
    ("meeting", 25, "片区信息工作座谈会", "政协望江区委员会", "交流约稿经验，下半年联合开展一次调研。"),
    ("visit", 6, "走访联络站", "天河海洋研究所联络站", "由研究所推荐两名专家作为信息员。"),
]


def _visit(year):
    clerk = year.register.people["lihui"]
    for kind, back, topic, name, agreed in VISITS:
        at = year.in_office(year.now - timedelta(days=back))
        visits.record_visit(
            by=clerk, at=at, key=year.key(), kind=kind, held_on=local_day(at), topic=topic, agreed=agreed,
            people="李慧如、王自强", place="", notes="听取工作情况介绍，就信息选题和质量交换意见。",
            organisations=Organisation.objects.filter(name=name),
        )  # fmt: skip
