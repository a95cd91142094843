"""Beside every date how it was reached: the rule, who set it, and day by day what counted or did not."""

from django import template

from portal.days.deadlines import by_hand, more_days, same_day
from portal.days.models import TimeLimit
from portal.days.points import CUT_OFF
from portal.days.registry import LIMITS, RULES
from portal.days.workdays import DAY_END, local_clock, local_day
from portal.people.rules import in_office

register = template.Library()


@register.inclusion_tag("parts/reckoning.html", takes_context=True)
def explain(context, duty, open=False):
    calendar = context["request"].calendar
    until = local_day(duty.first_due_at).isoformat()
    first = [row for row in duty.reckoning if row[0] <= until]
    return {
        "open": open,
        "duty": duty,
        "days": duty.reckoning,
        "rule": rule_of(duty),
        "named": duty.named if reads_named(context["request"].hats, duty) else None,
        "cut_off": local_clock(duty.due_at) if duty.rule == same_day.code else None,
        "cut_off_row": cut_off_of(duty, calendar),
        "by_hours": by_hours(duty),
        "counted": 0 if by_hours(duty) else sum(row[1] for row in first),
        "more": sum(row[1] for row in duty.reckoning if row[0] > until),
        "limit": limit_of(duty, calendar),
        "unknown": unknown_years(duty, calendar) if duty.provisional else [],
    }


def reads_named(hats, duty):
    """Who has set a day and why is for the office, and for the unit that has it; authors see the day."""
    return in_office(hats) or duty.unit_id in hats.watched


def rule_of(duty):
    """In words; of a date put off by so many days, the rule of the first one, which may be called like it."""
    code = by_hand.code if duty.named else duty.kind if duty.rule == more_days.code else duty.rule
    rule = RULES.get(code)
    return rule.words if rule else duty.act


def limit_of(duty, calendar):
    """The row that the date was counted by; None where there is none, or it is no longer known which."""
    if duty.rule not in LIMITS:
        return None
    limit = LIMITS[duty.rule].holding(duty, duty.opened_at, calendar)
    if by_hours(duty):
        return limit if limit.unit == TimeLimit.Unit.HOURS else None
    days = limit.unit == TimeLimit.Unit.DAYS and sum(row[1] for row in duty.reckoning)
    return limit if limit.amount == days else None


def cut_off_of(duty, calendar):
    """The row of the policy that a same-day date was reached by; None where it was the default."""
    if duty.rule != same_day.code:
        return None
    return calendar.policy.row(CUT_OFF, local_day(duty.due_at), duty.opened_at)


def by_hours(duty):
    """Whether so many hours were counted, and not days."""
    return bool(duty.reckoning) and local_clock(duty.first_due_at) != DAY_END


def unknown_years(duty, calendar):
    """The years that were counted through and are not announced."""
    years = {int(row[0][:4]) for row in duty.reckoning} or {local_day(duty.due_at).year}
    return sorted(years - calendar.years)
