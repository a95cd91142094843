"""Asking for a long file, and what comes of it."""

import io
import re
from html import unescape
from pathlib import Path

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.jobs import doing

LIST = "/reports/"


def offered(client, **asked):
    """What the button of the list sends."""
    page = client.get(LIST, asked).content.decode()
    return {"offer": unescape(re.search(r'name="offer" value="([^"]*)"', page)[1])}


def ask(client, **asked):
    return client.post(reverse("ask_job"), offered(client, **asked))["Location"]


def made(client, **asked):
    where = ask(client, **asked)
    doing.make(timezone.now)
    return where


def rows_of(answer):
    sheet = load_workbook(io.BytesIO(b"".join(answer))).active
    return list(sheet.iter_rows(values_only=True))[1:]


def on_disk():
    return [path for path in Path(default_storage.location).rglob("*") if path.is_file()]
