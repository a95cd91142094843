"""`./run bench files`: how long the Excel files of long lists take, and bringing a workbook in."""

import io
import time

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.jobs import doing
from portal.jobs.models import Job
from portal.pages.spreadsheets import MOST_ROWS
from portal.people.models import Seat
from portal.roof.bench.pages import fill
from reports.workflow import proposals

LISTS = {"reports": "/reports/", "assignments": "/assignments/", "proposals": "/proposals/"}
TOLD = {1000, 2000, 5000, 10_000, 20_000, 50_000}  # rows


def measure(say, reports, _visits):
    fill(say, reports)
    clerk = Seat.objects.filter(post="clerk").earliest("id").user
    for name, address in LISTS.items():
        say(f"\n{name}")
        begun = time.perf_counter()

        def tell(done, of, begun=begun):
            if done in TOLD or done == of:
                say(f"{done:10,} of {of:10,} rows{time.perf_counter() - begun:10.1f} s")

        job = Job(by=clerk, address=f"{address}?export=1", language="zh-hans")
        _name, content = doing.answer_of(job, doing.request_for(job, timezone.now(), tell))
        say(f"{len(content) / 1e6:21.1f} MB written{time.perf_counter() - begun:8.1f} s")
    say(f"\nproposals brought in, {MOST_ROWS:,} rows")
    begun = time.perf_counter()
    found = proposals.prepare(by=clerk, at=timezone.now(), upload=book(MOST_ROWS), kind="proposal", year=2026)
    say(f"{'read':34}{time.perf_counter() - begun:8.1f} s")
    begun = time.perf_counter()
    proposals.import_proposals(found, by=clerk, at=timezone.now())
    say(f"{'stored':34}{time.perf_counter() - begun:8.1f} s")


def book(rows):
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet()
    sheet.append([names[0] for names in proposals.COLUMNS.values()])
    for number in range(rows):
        sheet.append(
            [f"关于第{number}条道路的提案", number + 1, "杨敏", 2026, "工商联界", "正文。" * 300, ""]
        )
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile("提案.xlsx", out.getvalue())
