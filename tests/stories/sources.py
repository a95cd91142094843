"""Any order of verbs: what reports come out of."""

from datetime import timedelta

from hypothesis.stateful import rule

from portal.days.workdays import local_day
from reports.models import Appointment, Commission, Lead
from reports.workflow import appointments, commissions, leads
from tests.stories.machine import TEN_MINUTES, about, room_for


class Sources:
    """Leads, commissions and appointments, for the machine that tries any order of verbs."""

    @room_for(Lead)
    @rule()
    def publish_lead(self):
        closes_on = self.ledgers.calendar.next_working(local_day(self.at) + timedelta(days=9))
        self.office.lead(self.at, closes_on=closes_on)
        self.ledgers.read()

    @about(Lead, "open")
    def close_lead(self, lead, _n):
        self.act(leads.close_lead, lead, by=self.office.editor)

    @room_for(Commission)
    @rule()
    def ask_for_report(self):
        due_on = self.ledgers.calendar.next_working(local_day(self.at) + timedelta(days=20))
        self.office.commission(self.at, due_on=due_on)
        self.ledgers.read()

    def in_time(self, commission):
        return local_day(self.at + TEN_MINUTES) <= commission.due_on

    @about(Commission, "asked", such_that=in_time)
    def accept_commission(self, commission, _n):
        self.act(commissions.accept_commission, commission, by=self.office.author)

    @about(Commission, "asked")
    def decline_commission(self, commission, _n):
        self.act(commissions.decline_commission, commission, by=self.office.author, note="另有安排。")

    @about(Commission, "asked", "accepted")
    def cancel_commission(self, commission, _n):
        self.act(commissions.cancel_commission, commission, by=self.office.clerk, note="选题已调整。")

    def still_running(self, appointment):
        return local_day(self.at) < appointment.until

    @about(Appointment, "current", such_that=still_running)
    def renew_appointment(self, appointment, _n):
        until = appointment.until + timedelta(days=365)
        said = {"until": until, "field": "海洋生态", "contact": self.office.supervisor}
        self.act(appointments.renew_appointment, appointment, by=self.office.supervisor, **said)

    @about(Appointment, "current")
    def end_appointment(self, appointment, _n):
        self.act(appointments.end_appointment, appointment, by=self.office.editor, note="另有任用。")

    def source(self):
        """Something that the author may answer now, if there is: at times a lead, at times a commission."""
        found = [lead for lead in self.ledgers.rows[Lead] if lead.is_open(self.at)]
        found += [c for c in self.ledgers.rows[Commission] if c.status in ("accepted", "delivered")]
        return found[self.keys % len(found)] if found else None
