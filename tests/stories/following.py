"""What the office does about the units, for the state machine."""

from reports.models import Duty, Entry
from routing.models import Assignment
from routing.states import AT_UNIT
from routing.workflow.chasing import chased_today
from tests.stories.machine import about, chased


class Following:
    """A word to whoever has something: once a day, and nothing else changes."""

    @about(Assignment, *sorted(AT_UNIT))
    def chase(self, assignment, n):
        by = [self.office.clerk, self.office.signer, self.office.supervisor][n % 3]
        said = Entry.objects.about(assignment).filter(kind="chase")
        owed, before = Duty.objects.about(assignment).open().exclude(unit=None), said.count()
        self.act(chased, assignment, by=by)
        assert all(chased_today(duty, self.at) for duty in owed)
        assert said.count() - before <= len(owed)
