"""What the year's reports came out of: leads, and commissions at each stage."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from portal.models import Organisation
from portal.workdays import local_day
from reports.workflow import commissions, leads

K = Organisation.Kind
# days ago, open for so many days, topic, why, kinds of organisation
LEADS = [
    (
        40, 20, "高温天气户外劳动者防暑保障",
        "入夏以来高温日数偏多。希望了解建筑、环卫、外卖等行业作业时间调整、休息驿站和津贴发放的实际情况，"
        "最好有具体点位和数据。",
        [K.COUNTY_COMMITTEE, K.STATION],
    ),
    (
        6, 16, "老旧小区既有住宅加装电梯的难点",
        "市里正研究下一步办法。请反映资金分摊、低层住户意见、管线迁改和后期维保中的突出问题，一事一报。",
        [K.SECTOR_GROUP, K.STATION, K.COUNTY_COMMITTEE],
    ),
]  # fmt: skip
TOPICS = {
    "under way": ("县域冷链物流体系建设", "请结合产地预冷和末端配送两个环节，提出两至三条可操作的建议。"),
    "asked": ("沿海养殖尾水治理", "请组织本单位熟悉情况的信息员实地了解，写明治理现状和资金来源。"),
    "delivered": ("职业院校实习实训基地共建", "请反映校企双方的实际困难，尽量提供一至两个典型案例。"),
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
                return author, lead if self.begun % ANSWERS == 1 else None
        return author, None
