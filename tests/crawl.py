"""Every address that anybody is led to, read by everybody: nothing hides behind a missing link."""

import html
import io
import re
import zipfile
from functools import cache
from urllib.parse import parse_qs, urljoin, urlsplit

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from reports.models import Revision

BEGINNINGS = [
    "desk", "reports:appointments",
    "reports:commissions",
    "reports:leads",
    "reports:sealed",
    "reports:list",
    "feedback:notices",
    "feedback:mails",
    "routing:reading",
    "routing:directives",
    "routing:filings",
    "posts", "feedback:supervision", "feedback:three_rates", "routing:inspections", "routing:visits",
    "routing:revisits",
    "organisations", "sectors", "terms",
    "reports:consultations", "reports:stations", "feedback:promised", "unsent",
]  # fmt: skip
# A notice only leads on to what it is about; one list stands for its many filters.
NOT_FOLLOWED = (
    "/static/",
    "/login/",
    "/notices/",
    "/same_day/reports/",
    "/supervision/?unit=",
    "/three_rates/cases/",
)
# Of these one stands for all that differ from it in a number or a day.
ALIKE = ("/calendar/", "/adoption/events/", "/adoption/filed/")
# The same words in another order, or beside others. Each version is read against itself to begin with.
HOW_IT_IS_SHOWN = {"sort", "page", "after", "before", "size", "back", "against", "column"}
LINK = re.compile(r'\bhref="([^"]+)"')
# Whom whoever writes may choose as a joint author: it tells who has an account, of no report who wrote it.
OFFERED = re.compile(r'<datalist id="\w+_offered">.*?</datalist>', re.S)


def everything_read(people):
    """(who, where, what stands there) of every address there is, by whomever it was found."""
    clients = {who: signed_in(user) for who, user in people.items()}
    versions = [
        reverse("report", args=[v.report_id], query={"show": v.pk, "against": v.pk})
        for v in Revision.objects.all()
    ]
    todo = [*map(reverse, BEGINNINGS), *versions]
    met = set(map(form, todo))
    while todo:
        url = todo.pop()
        for who, client in clients.items():
            answer = client.get(url)
            text = read(answer)
            yield who, url, text
            for found in links(url, answer, text):
                if form(found) not in met:
                    met.add(form(found))
                    todo.append(found)


def form(url):
    """What is the same for addresses that lead to the same words."""
    place = urlsplit(url)
    asked = {name: values for name, values in parse_qs(place.query).items() if name not in HOW_IT_IS_SHOWN}
    if asked.get("tab") == ["text"]:  # what a report's page shows unasked
        del asked["tab"]
    if place.path.startswith(ALIKE) or not re.search(r"\d", place.path):  # a list, and its filters
        return re.sub(r"\d+", "0", place.path), str(sorted(asked))
    return place.path, str(sorted(asked.items()))


def signed_in(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def read(answer):
    """All that comes with an answer: its headers, its page, the text of a PDF or of a workbook."""
    body = b"".join(answer) if answer.streaming else answer.content
    if answer.headers.get("Content-Type") == "application/pdf" and body != b"%PDF-":
        return printed(body)
    if zipfile.is_zipfile(io.BytesIO(body)):
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(map(book.read, book.namelist()))
    return f"{answer.headers}\n{html.unescape(OFFERED.sub('', body.decode(errors='replace')))}"


@cache
def printed(body):
    """Read once, as the same bytes come to many."""
    pages = PdfReader(io.BytesIO(body)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def links(url, answer, text):
    to = {*LINK.findall(text), answer.headers.get("Location", "")}
    for place in (urlsplit(urljoin(url, each)) for each in to):
        if not (place.netloc or place.scheme) and not place.path.startswith(NOT_FOLLOWED):
            yield place._replace(fragment="").geturl()
