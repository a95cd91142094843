"""Who hears of what is owed: whoever acts today, and the office for those who cannot."""

from collections import defaultdict
from functools import cached_property

from portal.models import Absence, Hat, Post, Role, User
from portal.roles import acting


class Acting:
    """Who acts in which post and for which unit on one day, in a few queries for any number of duties."""

    def __init__(self, day):
        self.day = day

    @cached_property
    def posts(self):
        """Who acts in each post that day."""
        return acting(self.day)

    @cached_property
    def above(self):
        """{post: who acts in the post that covers it}."""
        covers = Post.objects.exclude(covered_by=None).values_list("code", "covered_by")
        return {code: self.posts[above] for code, above in covers}

    @cached_property
    def away(self):
        """Ids of those on leave."""
        return set(Absence.objects.on(self.day).values_list("user", flat=True))

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
            there = duty.person.is_active and duty.person_id not in self.away
            people = [duty.person] if there else []
        return dict.fromkeys(people or self.office)

    def with_superiors(self, duty):
        """The holders, and whoever acts above them: for what a person or a unit has, above the clerk."""
        return self.holders(duty) | dict.fromkeys(self.above.get(duty.post_id or "clerk", []))
