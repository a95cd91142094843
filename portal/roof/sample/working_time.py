"""The demo's own days off, and a limit and a policy or two that were changed during the year."""

from datetime import timedelta

from portal.days.models import CalendarDay
from portal.days.workdays import local_day
from portal.days.workflow.calendar import Change, change_days
from portal.days.workflow.limits import set_limit
from portal.days.workflow.policy import set_policy
from portal.people.models import Organisation

COUNTY = "政协白石县委员会"
UNIT = "住房和城乡建设局"


def load(year):
    """Set before anything is owed, so that every date of the year is counted by it."""
    clerk, began = year.register.people["lihui"], year.now - timedelta(days=366)
    today = local_day(year.now)
    soon = year.calendar.add(today, 4).end
    past = year.calendar.next_working(today - timedelta(days=180))
    for day, whose, name, source in (
        (past, COUNTY, "县庆日", "县政府关于县庆放假的通知"),
        (soon, UNIT, "办公楼搬迁", "市政府办公室关于搬迁期间停办公一天的复函"),
    ):
        row = CalendarDay(
            date=day, kind="off", name=name, source=source, organisation=Organisation.objects.get(name=whose)
        )
        change_days(Change(put=(row,)), by=clerk, at=began)
    lately = year.now - timedelta(days=3)
    middle, coming = today - timedelta(days=150), (today + timedelta(days=40)).replace(day=1)
    for at, rule, said in (
        (began, "reply", {"since": middle, "amount": 25, "note": "缩短办理周期。"}),
        (began, "reply", {"since": middle, "amount": 35, "category": "rural", "note": "农时走访需要时间。"}),
        (began, "decide_time", {"since": middle, "amount": 8, "unit": "hours", "note": "按工作小时计算。"}),
        (lately, "review_reply", {"since": coming, "amount": 2, "note": "审查提速。"}),
    ):
        set_limit(rule, by=clerk, at=at, **{"unit": "days"} | said)
    for at, point, said in (
        (began, "least_cases", {"since": middle, "value": 3, "note": "承办单位件数普遍较少。"}),
        (lately, "warnings", {"since": coming, "value": [150, 45], "note": "提前提醒。"}),
    ):
        set_policy(point, by=clerk, at=at, **said)
