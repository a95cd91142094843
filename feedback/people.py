"""Who hears of what is owed: whoever acts today, those above them, and the office for those who cannot."""

from collections import defaultdict, namedtuple
from functools import cached_property

from portal.ledger.models import Duty
from portal.people.models import Absence, Hat, Post, Role, User
from portal.people.roles import acting

Whose = namedtuple("Whose", "post_id unit_id person_id name")  # owes something: one of the three
# Superiors act in the post above: for what a person or a unit owes, above the clerk. `above`: heads and they.
Around = namedtuple("Around", "holders heads superiors above")


class Acting:
    """Who acts in which post and for which unit on one day, in a few queries for any number of duties."""

    def __init__(self, day):
        self.day = day
        self._around = {}

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
    def there(self):
        """{id: whoever owes something in person}, without those on leave and those who have left."""
        owing = Duty.objects.open().exclude(person=None).values("person")
        away = Absence.objects.on(self.day).values("user")
        return User.objects.filter(pk__in=owing, is_active=True).exclude(pk__in=away).in_bulk()

    @cached_property
    def units(self):
        """{unit: its officers}."""
        return self._of_units[Role.OFFICER]

    @cached_property
    def heads(self):
        """{unit: its heads}."""
        return self._of_units[Role.HEAD]

    @cached_property
    def _of_units(self):
        people = defaultdict(lambda: defaultdict(list))
        roles = [Role.OFFICER, Role.HEAD]
        for hat in Hat.objects.filter(role__in=roles, user__is_active=True).select_related("user"):
            people[hat.role][hat.organisation_id].append(hat.user)
        return people

    @cached_property
    def office(self):
        """Those who see to what would otherwise wait for nobody: the clerks, else the supervisors."""
        supervisors = User.objects.filter(hats__role=Role.SUPERVISOR, is_active=True).distinct()
        return self.posts.get("clerk") or list(supervisors)

    def around(self, whose):
        """Who is to hear of what this one owes, looked up once for each `Whose`."""
        if whose not in self._around:
            holders = self._holders(whose)
            heads = [user for user in self._heads_of(whose) if user not in holders]
            superiors = self.above.get(whose.post_id or "clerk", [])
            superiors = [user for user in superiors if user not in holders]
            above = list(dict.fromkeys([*heads, *superiors]))
            self._around[whose] = Around(holders, heads, superiors, above)
        return self._around[whose]

    def _holders(self, whose):
        """The people to turn to; never nobody while the office has anybody."""
        if whose.post_id:
            people = self.posts.get(whose.post_id)
        elif whose.unit_id:
            people = self.units.get(whose.unit_id)
        else:
            people = [self.there[whose.person_id]] if whose.person_id in self.there else []
        return list(dict.fromkeys(people or self.office))

    def _heads_of(self, whose):
        """The heads of a unit; the office where a unit has named none, so that the silence is seen."""
        return dict.fromkeys(self.heads.get(whose.unit_id) or self.office) if whose.unit_id else ()
