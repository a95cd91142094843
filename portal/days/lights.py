"""The light beside a date: how near it is, said in colour, sign and words, as no one of them suffices."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.days.workdays import DAY, DAY_END, SHANGHAI, local_day

SOON = 3  # working days left from which a date is near
ICONS = {
    "green": "clock",
    "amber": "hourglass-split",
    "red": "exclamation-triangle-fill",
    "grey": "check2-circle",
}


@dataclass(frozen=True)
class Light:
    colour: str
    words: str

    @property
    def icon(self):
        return ICONS[self.colour]


def light(due_at, at, calendar, settled=False, provisional=False):
    """`provisional`: the date was counted in a year whose days off are not announced, and says so."""
    if settled:
        return Light("grey", _("closed"))
    today, due_day = local_day(at), local_day(due_at)
    left = calendar.between(today, due_day)
    if at > due_at:
        colour, words = "red", _late(due_at, today, -left)
    else:
        colour, words = "green" if left > SOON else "amber", _ahead(due_at, today, left)
    return Light(colour, _("%(words)s (provisional)") % {"words": words} if provisional else words)


def _ahead(due_at, today, left):
    local = due_at.astimezone(SHANGHAI)
    due_day, all_day, clock = local.date(), local.time() == DAY_END, {"time": f"{local:%H:%M}"}
    if due_day == today:
        return _("today") if all_day else _("by %(time)s today") % clock
    if due_day == today + DAY:
        return _("tomorrow") if all_day else _("by %(time)s tomorrow") % clock
    if not left:  # only days off lie between: "0 days left" would read as late
        return _("by %(date)s") % {"date": date_format(due_day, "MONTH_DAY_FORMAT")}
    return ngettext("%(days)d working day left", "%(days)d working days left", left) % {"days": left}


def _late(due_at, today, late):
    local = due_at.astimezone(SHANGHAI)
    if local.date() == today:
        return _("late since %(time)s today") % {"time": f"{local:%H:%M}"}
    if not late:  # it fell due before days off and nobody has worked since
        return _("late since %(date)s") % {"date": date_format(local.date(), "MONTH_DAY_FORMAT")}
    return ngettext("%(days)d working day late", "%(days)d working days late", late) % {"days": late}
