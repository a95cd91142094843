"""Filing upward in any order, and whatever is heard of it: the rules of the machine for these."""

from hypothesis.stateful import rule

from portal.days.workdays import local_day
from reports.models import Report
from routing.models import AdoptionEvent, FiledPiece, Filing
from routing.workflow import adoption, upward
from tests.stories.machine import Machine, about, room_for

BODIES = [("政协南江省委员会", "province"), ("政协全国委员会", "national")]
KINDS = ["alone", "combined", "forwarded", "directive"]
SENT = ("sent", "received", "closed")


class Upward(Machine):
    """The clerk files, records receipts and enters news."""

    @room_for(Filing)
    @rule()
    def begin_filing(self):
        body, level = BODIES[len(self.ledgers.rows[Filing]) % 2]
        upward.begin_filing(by=self.office.clerk, at=self.at, key=self.key(), body=body, level=level)
        self.ledgers.read()

    def fileable(self, filing):
        there = set(FiledPiece.objects.filter(body=filing.body).values_list("report", flat=True))
        rows = self.ledgers.rows[Report]
        return [r for r in rows if r.signed_hash and not r.carried_by_id and r.pk not in there]

    @about(Filing, "draft", such_that=fileable)
    def put_in(self, filing, n):
        waiting = self.fileable(filing)
        self.act(upward.put_in, filing, by=self.office.clerk, reports=waiting[: n % 2 + 1])

    @about(Filing, "draft", such_that=lambda self, filing: filing.pieces.exists())
    def leave_out(self, filing, _n):
        self.act(upward.leave_out, filing, by=self.office.clerk, piece=filing.pieces.last())

    @about(Filing, "draft", such_that=lambda self, filing: filing.pieces.exists())
    def send_filing(self, filing, _n):
        self.act(upward.send_filing, filing, by=self.office.clerk)

    @about(Filing, "draft")
    def drop_filing(self, filing, _n):
        self.act(upward.drop_filing, filing, by=self.office.clerk, note="改由专题报送。")

    @about(Filing, "sent")
    def record_receipt(self, filing, _n):
        day = local_day(filing.sent_at)
        self.act(upward.record_receipt, filing, by=self.office.clerk, received_on=day)

    @about(Filing, "received")
    def ask_outcome(self, filing, _n):
        self.act(upward.ask_outcome, filing, by=self.office.clerk, note="已询问。")

    @about(Filing, "sent", "received")
    def close_filing(self, filing, _n):
        self.act(upward.close_filing, filing, by=self.office.clerk, note="不再等候。")

    def eventful(self, filing):
        return list(adoption.eventful().filter(filed__filing=filing).order_by("pk"))

    @about(Filing, *SENT, such_that=eventful)
    def record_events(self, filing, n):
        chosen = self.eventful(filing)[: n % 2 + 1]
        said = {"kind": KINDS[n % 4], "happened_on": local_day(self.at), "source": f"第{self.key()}期"}
        said |= {"level": filing.body.level, "key": self.key(), "reports": chosen}
        self.act(adoption.record_events, filing, by=self.office.clerk, **said)

    @about(AdoptionEvent, "stands")
    def strike_event(self, event, _n):
        self.act(adoption.strike_event, event, by=self.office.clerk, note="登记有误。")
