"""`./run bench search`: whether every word is found where it stands, and how fast a page of hits is there."""

import random
import re

from django.test import RequestFactory
from django.utils import timezone

from portal.pages.lists import Page
from portal.people.models import Hat, Role, User
from portal.people.roles import hats_of
from portal.roof.bench import texts
from portal.roof.bench.measure import Clock, like_scan
from reports.models import Report
from reports.search import hits, matching
from reports.views.lists import COLUMNS, listed

WORDS = 200
HAN = re.compile(r"[\u4e00-\u9fff]+")
HOT = ["建议", "问题", "一是", "社区", "服务", "管理", "工作人员", "有关部门"]
FIRST = RequestFactory().get("/reports/")


def measure(say, reports, visits):
    texts.fill(reports)
    hats = editor()
    page, scan, sought, right, wrong = Clock(), Clock(), 0, 0, 0
    for word in words_of(WORDS):
        with page.visit():
            first_page(word, hats)
        with scan.visit():
            there = like_scan(word)
        hits = found(word)
        sought, right, wrong = sought + len(there), right + len(hits & there), wrong + len(hits - there)
    say(f"{reports} reports, {WORDS} words of two to five characters that stand {sought} times in them")
    say(f"recall {right / sought:.4f}, found without standing there {wrong}\n")
    say(f"{'':34}{'hits':>8}{'p50':>11}{'p95':>11}")
    say(f"{'first page and count':34}{'':8}{page.p50:8.1f} ms{page.p95:8.1f} ms")
    times = f"{scan.p50 / page.p50:.0f} times as long"
    say(f"{'a LIKE scan':34}{'':8}{scan.p50:8.1f} ms{scan.p95:8.1f} ms, {times}")
    for word in HOT:
        clock = Clock()
        for _ in range(visits):
            with clock.visit():
                first_page(word, hats)
        name = f"first page and count for {word}"
        say(f"{name:30}{len(found(word)):8}{clock.p50:8.1f} ms{clock.p95:8.1f} ms")


def editor():
    """What somebody is who may see every filed report."""
    user = User.objects.earliest("id")
    Hat.objects.create(user=user, role=Role.EDITOR, organisation=user.organisation)
    return hats_of(user, timezone.localdate())


def words_of(count, seed=11):
    """Words of two to five characters, drawn from the texts."""
    rng, pks = random.Random(seed), list(Report.objects.values_list("pk", flat=True).order_by("pk"))
    found = []
    while len(found) < count:
        report = Report.objects.get(pk=rng.choice(pks))
        run, size = rng.choice(HAN.findall(report.situation + report.advice)), rng.randint(2, 5)
        if len(run) >= size:
            at = rng.randrange(len(run) - size + 1)
            found.append(run[at : at + size])
    return found


def first_page(word, hats):
    """As the list of reports asks for it."""
    rows = Report.objects.visible_to(hats)
    ids, _more = hits(rows.order_by("-submitted_at", "-id"), word, office=True)
    page = Page(FIRST, rows.filter(pk__in=ids), COLUMNS, first="-submitted", drawn=drawn)
    return list(page), page.count


def drawn(rows):
    return listed(rows, texts=True).with_owed()


def found(word):
    return set(Report.objects.filter(matching(word)).values_list("pk", flat=True))
