"""What the year's reports came out of: leads, and commissions at each stage."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from portal.days.workdays import local_day
from portal.people.models import Organisation
from reports.workflow import commissions, leads

K = Organisation.Kind
# days ago, open for so many days, topic, why, kinds of organisation
LEADS = [
    (
        40, 20, "群众身边的急难愁盼问题",
        "请围绕就医、入学、养老、出行等方面，反映群众意见集中、长期没有解决的具体问题，写明涉及人数和已有办法。",
        [K.COUNTY_COMMITTEE, K.STATION],
    ),
    (
        6, 16, "基层治理和公共服务中的薄弱环节",
        "市里正研究明年民生实事项目。请反映责任不清、资金不足、管理缺位的具体情形，最好有点位和数据，一事一报。",
        [K.SECTOR_GROUP, K.STATION, K.COUNTY_COMMITTEE],
    ),
]  # fmt: skip
TOPICS = {
    "under way": ("县域冷链物流体系建设", "请结合产地预冷和末端配送两个环节，提出两至三条可操作的建议。"),
    "asked": ("沿海养殖尾水治理", "请组织本单位熟悉情况的信息员实地了解，写明治理现状和资金来源。"),
    "of a group": (
        "界别群众关心的养老托育问题",
        "请组织本组委员走访两至三处机构，反映收费、人手和安全方面的实际情况。",
    ),
    "delivered": ("一线工作中发现的安全隐患", "请结合本职工作反映一处具体隐患，写明成因和整改建议。"),
    "declined": ("低空物流航线试点", "请从空域协调和应急保障角度提出建议。"),
}
ANSWERS = 3  # of so many reports by those whom an open lead reached, one answers it


class Sources:
    """Begun before the year's reports are, so that these can come out of them."""

    def __init__(self, year):
        self.year, self.people = year, year.register.people
        self.asked_of = year.register.informants[7]
        self.leads = [self._publish(*lead) for lead in LEADS]
        self.commissions = self._commissions()
        self.begun = 0

    def _ago(self, days):
        return self.year.in_office(self.year.now - timedelta(days=days))

    def _publish(self, ago, days, topic, why, kinds):
        at = self._ago(ago)
        closes_on = self.year.calendar.next_working(local_day(at) + timedelta(days=days))
        lead = leads.publish_lead(
            by=self.people["lihui"], at=at, key=uuid5(NAMESPACE_OID, topic), topic=topic, why=why,
            closes_on=closes_on, kinds=kinds, people=[self.people["yangmin"]],
        )  # fmt: skip
        for n, reader in enumerate(lead.readers.select_related("user")):
            if n % 3 and (read := self._ago(ago - (n % 5) / 2)) < self.year.now:
                leads.mark_lead_read(lead, by=reader.user, at=read)
        return lead

    def _commissions(self):
        """{stage: commission}"""
        home = Organisation.objects.get(name="政协东湖区委员会")
        one = {
            "under way": self._ask("under way", 5, people=[self.people["yangmin"]]),
            "asked": self._ask("asked", 1, organisations=[home]),
            "of a group": self._ask("of a group", 1, people=[self.people["malan"]]),
            "delivered": self._ask("delivered", 45, people=[self.asked_of]),
            "declined": self._ask("declined", 20, people=[self.year.register.informants[11]]),
        }
        for name in ("under way", "delivered"):
            at = self.year.in_office(one[name].begun_at + timedelta(hours=3))
            commissions.accept_commission(one[name], by=one[name].holder, at=at)
        note = "近期在外地学习，难以按期完成，建议另约。"
        at = self.year.in_office(one["declined"].begun_at, 1)
        commissions.decline_commission(one["declined"], by=one["declined"].holder, at=at, note=note)
        return one

    def _ask(self, name, ago, **whom):
        at = self._ago(ago)
        topic, wanted = TOPICS[name]
        due_on = self.year.calendar.add(local_day(at), 15).end
        [asked] = commissions.ask_for_report(
            by=self.people["wangqiang"], at=at, key=uuid5(NAMESPACE_OID, topic), topic=topic, wanted=wanted,
            due_on=due_on, **whom,
        )  # fmt: skip
        return asked

    def of(self, author, at):
        """(author, source) of the next report: the ordered one, else perhaps the answer to a lead."""
        ordered = self.commissions["delivered"]
        if ordered.status == "accepted" and at > ordered.begun_at + timedelta(days=6):
            return self.asked_of, ordered
        for lead in self.leads:
            if at > lead.begun_at and lead.is_open(at) and lead.readers.filter(user=author).exists():
                self.begun += 1
                return author, self._answered(lead, author, at) if self.begun % ANSWERS == 1 else None
        return author, None

    def _answered(self, lead, author, at):
        """Whoever answers has read it."""
        leads.mark_lead_read(lead, by=author, at=at)
        return lead
