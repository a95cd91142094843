"""Periods that figures are asked for: a month, a quarter, a year, or from one day to another."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.days.workdays import at_time

OWN = "own"
MONTHS, QUARTERS, YEARS = 12, 6, 4  # how many of each are offered


@dataclass(frozen=True)
class Period:
    """Both days included."""

    since: date
    until: date

    @classmethod
    def month(cls, day):
        """The month that has this day in it."""
        return cls(beginning(day, 1), beginning(day, 1, -1) - timedelta(days=1))

    @classmethod
    def year(cls, year):
        return cls.years(year, year)

    @classmethod
    def years(cls, first, last):
        return cls(date(first, 1, 1), date(last, 12, 31))

    @property
    def year_before(self):
        """The same months of the year before; of a period of whole months."""
        back = self.since.replace(year=self.since.year - 1)
        return Period(back, Period.month(self.until.replace(day=1, year=self.until.year - 1)).until)

    @property
    def moments(self):
        return at_time(self.since, time.min), at_time(self.until, time.max)

    @property
    def days(self):
        return self.since, self.until

    @property
    def query(self):
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}


def beginning(day, months, back=0):
    """The first day of the stretch of so many months that has this day in it, or of one so many before."""
    n = (12 * day.year + day.month - 1) // months * months - back * months
    return date(n // 12, n % 12 + 1, 1)


def offered(today):
    """[(its name in the address, Period, what it is called)], the nearest first."""
    found = []
    for months, count in ((1, MONTHS), (3, QUARTERS), (12, YEARS)):
        for back in range(count):
            first = beginning(today, months, back)
            last = beginning(today, months, back - 1) - timedelta(days=1)
            found.append((f"{first:%Y-%m}-{months}", Period(first, last), called(first, months)))
    return found


def called(first, months):
    if months == 1:
        return date_format(first, "YEAR_MONTH_FORMAT")
    if months == 3:
        return _("Quarter %(n)s of %(year)s") % {"n": first.month // 3 + 1, "year": first.year}
    return _("Year %(year)s") % {"year": first.year}
