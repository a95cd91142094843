"""`./run bench documents`: how long an issue takes to be printed, and the live preview to follow the keys."""

from functools import partial
from itertools import count
from statistics import median, quantiles

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from portal.people.models import Seat
from portal.roof.bench.measure import timed
from portal.roof.bench.texts import Writer
from reports.models import Report
from routing.documents import issue_pdf, issue_word
from routing.documents.pictures import picture
from routing.models import Issue, Piece
from routing.printing import issue_data
from routing.states import IssueState
from routing.views.composing import form_of

SIZES = (1, 3, 12)
LENGTH = 1500  # characters of a piece


def measure(say, _reports, visits):
    call_command("seed")
    call_command("load_sample", verbosity=0)
    clerk = Seat.objects.filter(post="clerk").earliest("id").user
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(clerk)
    say(f"{'':34}{'pages':>6}{'p50':>10}{'p95':>10}")
    for size in SIZES:
        issue = issue_of(size, client)
        data, previews = issue_data(issue), typed(issue)
        pages, _image = picture(issue_pdf(data), 1)
        visit = partial(preview, client, issue, previews)
        visit()
        notes = (data | {"note": f"第{number}次"} for number in count(1))  # Typst remembers what it has set
        works = {
            "PDF": partial(printed, issue_pdf, notes), "Word": partial(printed, issue_word, notes),
            "preview": visit,
        }  # fmt: skip
        for name, work in works.items():
            times = [timed(work) for _ in range(visits)]
            p95 = quantiles(times, n=20)[-1]
            say(f"{name + f', pieces: {size}':34}{pages:6}{median(times):7.0f} ms{p95:7.0f} ms")


def printed(make, data):
    make(next(data))


def issue_of(size, client):
    """One being composed, of texts of full length; how its reports came to be signed plays no part here."""
    client.post(reverse("routing:begin_issue"), secure=True)
    issue = Issue.objects.filter(status=IssueState.DRAFT, pieces=None).latest("id")
    writer, free = Writer(), Report.objects.filter(pieces=None)[:size]
    for place, report in enumerate(free, 1):
        words = "".join(writer.report().values()) * 20
        Piece.objects.create(
            issue=issue, report=report, position=place, title=f"{words[:30]}{place}", situation=words[:700],
            analysis=words[700:1000], advice=words[1000:LENGTH], author_line="（作者：王晓明，市政协委员）",
        )  # fmt: skip
    return issue


def typed(issue):
    """Forms as the page sends them after each pause in typing the note: no two are alike."""
    fields = {field.html_name: field.value() for field in form_of(issue, None)}
    for number in count(1):
        yield fields | {"note": f"请有关单位阅研。{number}"}


def preview(client, issue, forms):
    """One page drawn anew, as the browser asks for it."""
    url = reverse("routing:preview", args=[issue.pk, 1])
    if client.post(url, next(forms), secure=True).status_code != 200:
        raise CommandError(f"{url} does not answer.")
