"""What anybody may do with the matters of a station: a part of the machine that takes any order of verbs."""

from hypothesis.stateful import rule

from reports.models import Consultation
from reports.workflow import consultations, out_of
from tests.stories.machine import Machine, about, room_for


class Stations(Machine):
    """Citizens, the liaison, and the clerk who stands in."""

    @room_for(Consultation)
    @rule()
    def receive_matter(self):
        self.office.suggestion(at=self.at)
        self.ledgers.read()

    def keeper(self, n):
        return [self.office.liaison, self.office.clerk][n % 2]

    @about(Consultation, "received")
    def accept_matter(self, matter, n):
        self.act(consultations.accept_matter, matter, by=self.keeper(n))

    @about(Consultation, "received")
    def set_aside(self, matter, n):
        self.act(consultations.set_aside, matter, by=self.keeper(n), reason="spam")

    @about(Consultation, "open", "writing")
    def settle_matter(self, matter, n):
        self.act(consultations.settle_matter, matter, by=self.keeper(n), note="已解决。")

    @about(Consultation, "open", "writing")
    def pass_on(self, matter, n):
        self.act(consultations.pass_on, matter, by=self.keeper(n), to="住建局")

    @about(Consultation, "received", "open", "writing")
    def withdraw_matter(self, matter, n):
        self.act(consultations.withdraw_matter, matter, by=self.keeper(n), checked="called")

    @about(
        Consultation, "settled", "passed_on", "reported", "set_aside", such_that=lambda _machine, m: m.text
    )  # fmt: skip
    def erase_matter(self, matter, n):
        self.act(consultations.erase_matter, matter, by=self.keeper(n), checked="came")

    @about(Consultation, "open")
    def turn_into_report(self, matter, n):
        self.ledgers.filed += 1
        self.act(out_of.turn_into_report, matter, by=self.keeper(n))
