"""The client's own ledger: what must arrive, at whom, once. It asks the portal only what has become of it."""

from collections import Counter, namedtuple
from email.utils import parsedate_to_datetime
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Q
from django.utils import timezone

from feedback.models import Mail, Notice
from portal.days.workdays import DAY, SHANGHAI, local_day
from portal.people.models import Role, User
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from tests.faults.sender import Sender
from tests.makers import person
from tests.neglected import owe

Account = namedtuple("Account", ["expected", "arrived", "lost", "doubled", "perhaps"])
AUTHOR, OWING, LATE = "a", "u", "late"  # how the people of the ledger are called, with a number
OURS = Q(user__username__regex=f"^({AUTHOR}|{OWING}|{LATE})[0-9]+$")
TO_TAKE_UP = 10  # by whoever measures acts; nobody of the ledger hears of that
SPARE = 25  # drafts that a run files itself
FAR = 1_000_000  # beyond the numbers of the reports that are filed, whose steps settle what is owed of them
UNSENT = [Mail.State.QUEUED, Mail.State.SENDING]


def kind(address):
    return address.split("@")[0].rstrip("0123456789")


class Ledger:
    """One matter for each person: an author's news, once; a reminder, once; a chase, once a day."""

    def __init__(self, sink):
        self.sink, self.accepted, self.unsure = sink, set(), set()
        emails = User.objects.values_list("email", flat=True)
        self.owing = [email for email in emails if kind(email) in (OWING, LATE)]
        self.days = {local_day(timezone.now())}
        self.sender = Sender()

    def submit(self, report, at=None):
        """Files a report; if the answer fails to come, it may or may not have been taken."""
        try:
            reports.submit(report, by=report.author, at=at or timezone.now())
        except (DatabaseError, InterfaceError):
            self.unsure.add(report.author.email)
            connection.close()
        else:
            self.accepted.add(report.author.email)

    def drafts(self):
        """What can still be filed by somebody who has filed nothing."""
        rows = Report.objects.filter(status=State.DRAFT).exclude(author__email__in=self.unsure)
        return list(rows.select_related("author", "organisation"))

    def filing(self, pace):
        """Reports filed one after the other in a thread of its own, so many seconds apart, until stopped."""
        return Filing(self, self.drafts()[SPARE:], pace)

    def account(self):
        expected = {(email, "") for email in self.accepted} | {
            self._key(email, day) for email in self.owing for day in self.days
        }
        noticed = Counter(
            self._key(email, day)
            for email, day in Notice.objects.filter(OURS).values_list("user__email", "day")
        )
        mails = {}
        for mail in list(self.sink.mails):
            day = parsedate_to_datetime(mail["Date"]).astimezone(SHANGHAI).date()
            mails.setdefault(self._key(str(mail["To"]), day), []).append(mail["Message-ID"])
        perhaps = {
            self._key(email, local_day(at))
            for email, at in Mail.objects.filter(state=Mail.State.UNCERTAIN).values_list(
                "user__email", "created_at"
            )
        } - mails.keys()
        lost = {key for key in expected if not noticed[key] or key not in mails and key not in perhaps}
        doubled = [key for key, count in noticed.items() if count > 1]
        doubled += [key for key, ids in mails.items() if self._counted(key, ids) > 1]
        heard = len(expected), len(expected - lost), len(lost), len(set(doubled)), len(perhaps & expected)
        return Account(*map(sum, zip(heard, self.sender.account(), strict=True)))

    def gone(self):
        """Whether nothing is left to be done."""
        return not Mail.objects.filter(state__in=UNSENT).exists() and not self.account().lost

    @staticmethod
    def _key(email, day):
        return (email, day if kind(email) == LATE else "")

    @staticmethod
    def _counted(key, message_ids):
        """News may come again under its Message-ID, which every reader shows once; a reminder may not."""
        known = kind(key[0])
        if known not in (AUTHOR, OWING, LATE):
            return 0
        return len(set(message_ids)) if known == AUTHOR else len(message_ids)


class Filing(Thread):
    """Files while the faults happen."""

    def __init__(self, ledger, drafts, pace):
        super().__init__(daemon=True)
        self.ledger, self.drafts, self.pace, self.over = ledger, drafts, pace, Event()

    def run(self):
        try:
            while self.drafts and not self.over.wait(self.pace):
                self.ledger.submit(self.drafts.pop())
        finally:
            connection.close()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()


def fill(office, people, authors):
    """What every run begins with: drafts to file, people with something nearly due or late."""
    now = timezone.now()
    for n in range(authors):
        office.draft(by=person(f"{AUTHOR}{n}", Role.INFORMANT), at=now)
    for _ in range(TO_TAKE_UP):
        office.report(at=now)
    for first, called, due in ((FAR, OWING, 2 * DAY), (2 * FAR, LATE, -3 * DAY)):
        duty = office.report(State.EDITING).duty_set.get(settled_at=None)
        dates = {"remind_at": now - 4 * DAY, "due_at": now + due}
        owe(duty, people=people, called=called, first=first, **dates)
