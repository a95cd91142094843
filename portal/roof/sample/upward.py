"""The sample year's filings upward: every other month to the province, once to a party line, and the news."""

from datetime import timedelta

from portal.days.workdays import local_day
from routing.models import Filing
from routing.workflow import adoption, upward

PROVINCE = {"body": "政协南江省委员会", "level": "province"}
PARTY = {"body": "民建南江省委员会", "level": "party"}
NATION = {"level": "national", "kind": "combined", "source": "全国政协《信息专报》综合采用"}
SIZE = 6  # reports in a filing
NEWS = [  # of each filing in turn: (which report, what, how many working days later, where it stood)
    [(0, "alone", 11, "省政协《社情民意》第{n}期"), (2, "combined", 18, "省政协《社情民意》第{n}期")],
    [(1, "alone", 9, "省政协《社情民意》第{n}期"), (4, "forwarded", 15, "转省有关部门研究")],
    [(0, "combined", 21, "省政协《社情民意》第{n}期"), (3, "to_leaders", 25, "报省委、省政府领导")],
    [(2, "alone", 7, "省政协《社情民意》第{n}期"), (2, "directive", 30, "省领导批示")],
]


class Upward:
    """Filings made of what was signed at the time, until the last one, whose receipt has not come yet."""

    def __init__(self, year):
        self.year, self.clerk = year, year.register.people["lihui"]

    def load(self):
        old = self.year.now - timedelta(days=12)
        ready = list(upward.fileable().filter(signed_at__lt=old).order_by("signed_at", "pk"))
        chosen = [report for n, report in enumerate(ready) if n % 2 == 0]
        for n, first in enumerate(range(0, len(chosen), SIZE)):
            self.file(n, chosen[first : first + SIZE])
            if n == 1:
                self.file(n, chosen[first : first + 3], **PARTY)
        fresh = upward.fileable().filter(signed_at__gte=old).order_by("signed_at", "pk")
        self.send(list(fresh[:2]) or ready[-2:], self.year.now - timedelta(days=9), PROVINCE)

    def send(self, reports, after, to):
        at = self.year.in_office(max([after, *(report.signed_at for report in reports)]), 1)
        said = {"by": self.clerk, "at": at}
        note = "现将近期社情民意信息报上，请审阅。"
        filing = upward.begin_filing(key=self.year.key(), note=note, **to, **said)
        upward.put_in(filing, reports=reports, **said)
        upward.send_filing(filing, **said)
        return filing

    def file(self, n, reports, **to):
        filing = self.send(reports, reports[-1].signed_at, to or PROVINCE)
        at = self.year.in_office(filing.sent_at, 2)
        upward.record_receipt(
            filing, by=self.clerk, at=at, received_on=local_day(at), receipt_number=f"回执{filing.serial:03}",
            received_by="信息处",
        )  # fmt: skip
        for which, kind, days, source in NEWS[n % len(NEWS)]:
            if which < len(reports):
                paper = "民建省委《参政议政信息》" if to else source.format(n=10 + n)
                self.hear(filing, reports[which], days, kind=kind, source=paper)
        if n == 1 and not to:
            self.hear(filing, reports[1], 45, **NATION)
        self.end(filing)

    def hear(self, filing, report, days, **said):
        """Heard of some days after it happened, as it is."""
        happened = self.year.in_office(filing.sent_at, days)
        heard = self.year.in_office(happened, 4)
        if heard < self.year.now:
            said = {"level": filing.body.level, "happened_on": local_day(happened)} | said
            adoption.record_events(
                filing, by=self.clerk, at=heard, reports=[report], key=self.year.key(), **said
            )

    def end(self, filing):
        """After a good three months the office asks, and closes it."""
        filing = Filing.objects.get(pk=filing.pk)
        asked = self.year.in_office(filing.sent_at, 62)
        if asked < self.year.now and filing.status == "received":
            note = "经电话询问，其余各件未采用。"
            upward.close_filing(filing, by=self.clerk, at=asked, note=note)
