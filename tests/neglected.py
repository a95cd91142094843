"""Many people with the same duty, for tests of what the clock does about them."""

from portal.ledger.models import Duty
from portal.people.models import User
from tests.makers import organisation


def owe(duty, *, people, called="u", first=0, **dates):
    """The same duty for so many people, as rows: there is no verb for ten thousand neglected reports."""
    home = organisation()
    users = User.objects.bulk_create(
        User(username=f"{called}{n}", name=f"人{n}", email=f"{called}{n}@example.test", organisation=home)
        for n in range(people)
    )
    fields = ["kind", "subject_type_id", "report_id", "opened_at", "due_at", "first_due_at", "remind_at"]
    given = {name: getattr(duty, name) for name in fields} | dates
    duty.delete()
    Duty.objects.bulk_create(Duty(subject_id=first + n, person=u, **given) for n, u in enumerate(users))
