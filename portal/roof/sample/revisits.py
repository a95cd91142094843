"""Whom the sample's office has asked how it ended, or is going to."""

from datetime import timedelta

from portal.days.workdays import local_day
from routing.models.revisits import had_a_hand, to_revisit
from routing.workflow import revisits

LAST = 5
SAID = [
    "反映人表示办理单位来过现场，问题已经解决，对答复满意。",
    "反映人表示总体满意，建议后续加强日常管护，已转承办单位参考。",
    "反映人表示情况属实，感谢办公室跟进。",
]


def load(year):
    """Two are still to be made, one was called off, the others are made; some wait to be chosen."""
    people = year.register.people
    asking = [people[name] for name in ("gaoyuan", "wangqiang", "zhoulan")]
    ended = to_revisit().filter(ended_at__lt=year.now - timedelta(days=4)).order_by("-ended_at", "pk")
    for n, report in enumerate(ended[:6]):
        free = [person for person in asking if person.pk not in had_a_hand(report)]
        to_come = n in (0, LAST)
        at = year.in_office(year.now - timedelta(days=1)) if to_come else year.in_office(report.ended_at, 1)
        who = people["zhoulan"] if n == LAST else free[n % len(free)]
        planned = revisits.plan_revisit(report, by=people["lihui"], at=at, person=who)
        if n == 4:
            revisits.drop_revisit(
                planned, by=people["lihui"], at=year.in_office(at, 1), note="反映人在外地。"
            )
        elif not to_come:
            later = year.in_office(at, 2)
            said = {"way": "phone", "held_on": local_day(later), "said": SAID[n - 1]}
            revisits.record_revisit(planned, by=planned.person, at=later, **said)
