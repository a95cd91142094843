"""The demo's invited informants: terms that run, one that ends soon, one renewed, one ended."""

from datetime import time, timedelta

from portal.days.workdays import at_time, local_day
from portal.people.models import User
from reports.workflow import appointments

FIELDS = ["基础教育", "海洋生态", "港口物流", "职业教育", "社区治理", "中医药"]
FIELDS += ["设施农业", "数字经济", "水利工程", "文物保护", "应急救援", "老年服务"]
TWO_YEARS, YEAR = timedelta(days=729), timedelta(days=364)


def load(year):
    """Appoints one person for each field, in the past and for two years, by the office's two contacts."""
    people, today = year.register.people, local_day(year.now)
    User.objects.filter(username="lihui").update(phone="8200 0101")
    User.objects.filter(username="wangqiang").update(phone="8200 0102")
    contacts = [people["lihui"], people["wangqiang"]]
    chosen = [people["yangmin"], *year.register.informants[20:40]]
    rows = []
    for n, field in enumerate(FIELDS):
        since = today - timedelta(days=120 + 45 * n)
        term = {"since": since, "until": since + TWO_YEARS, "contact": contacts[n % 2]}
        rows.append(_appoint(year, people["lihui"], person=chosen[n], field=field, **term))
    soon = {"since": today - YEAR, "until": today + timedelta(days=20), "contact": contacts[0]}
    _appoint(year, people["lihui"], person=chosen[12], field="新能源", **soon)
    past = {"since": today - YEAR - timedelta(days=20), "until": today - timedelta(days=20)}
    row = _appoint(year, people["lihui"], person=chosen[13], field="民族团结", contact=contacts[1], **past)
    at = year.in_office(year.now - timedelta(days=35))
    said = {"until": row.until + YEAR, "field": row.field, "contact": row.contact}
    appointments.renew_appointment(row, by=row.contact, at=at, **said)
    at = year.in_office(year.now - timedelta(days=60))
    appointments.end_appointment(rows[3], by=people["wangqiang"], at=at, note="工作调动，本人申请。")


def _appoint(year, by, **said):
    at = year.in_office(at_time(said["since"], time(9, 30)))
    return appointments.appoint(by=by, at=at, **said)
