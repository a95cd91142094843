"""Who hears of what is owed: whoever acts today, and the office for those who cannot."""

from collections import defaultdict
from functools import cached_property

from portal.models import Hat, Role, Seat, User


class Acting:
    """Who acts in which post and for which unit on one day, in a few queries for any number of duties."""

    def __init__(self, day):
        self.day = day

    @cached_property
    def posts(self):
        """The stand-ins of each post, or its holders where nobody stands in."""
        people = {True: defaultdict(list), False: defaultdict(list)}
        for seat in Seat.objects.on(self.day).select_related("user").order_by("id"):
            people[seat.stand_in][seat.post_id].append(seat.user)
        return people[False] | people[True]

    @cached_property
    def units(self):
        people = defaultdict(list)
        for hat in Hat.objects.filter(role=Role.OFFICER, user__is_active=True).select_related("user"):
            people[hat.organisation_id].append(hat.user)
        return people

    @cached_property
    def office(self):
        """Those who see to what would otherwise wait for nobody: the clerks, else the supervisors."""
        supervisors = User.objects.filter(hats__role=Role.SUPERVISOR, is_active=True).distinct()
        return self.posts.get("clerk") or list(supervisors)

    def holders(self, duty):
        """The people to turn to for a duty; never nobody while the office has anybody."""
        if duty.post_id:
            people = self.posts.get(duty.post_id)
        elif duty.unit_id:
            people = self.units.get(duty.unit_id)
        else:
            people = [duty.person] if duty.person.is_active else []
        return dict.fromkeys(people or self.office)
