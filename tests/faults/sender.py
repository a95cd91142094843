"""Somebody at the pages who sends reports with a file each, and sends again what was refused."""

import hashlib
import http.client
import uuid
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, InterfaceError, connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from portal.files.models import Attachment
from portal.people.models import User
from reports.models import Report
from tests.makers import TEXT

MEDIA = Path(settings.MEDIA_ROOT)
TOKEN = "a" * 32
SIZE = 200_000  # bytes of a file
NOT_STORED = "刚才提交的内容没有保存"  # what the page has to say of it


class Sender:
    """Each report has the key of its form; `kept` and `refused` are what the pages said, with the file."""

    def __init__(self):
        self.kept, self.refused, self.unclear, self.half = {}, {}, [], []

    def sign_in(self, port):
        client = Client()
        client.force_login(User.objects.get(username="author"))
        name = settings.SESSION_COOKIE_NAME
        self.port, self.cookie = port, f"{name}={client.cookies[name].value}; csrftoken={TOKEN}"

    def send(self, count, size=SIZE):
        for _ in range(count):
            key = str(uuid.uuid4())
            self._send(key, f"{key}\n".encode() * (size // len(key)))

    def send_again(self):
        """What was refused, as its page asks for."""
        for key, content in list(self.refused.items()):
            self._send(key, content)

    def _send(self, key, content):
        form = TEXT | {"key": key, "version": 0, "action": "save", "csrfmiddlewaretoken": TOKEN}
        form["files"] = SimpleUploadedFile(f"{key}.txt", content)
        status, page = self._asked("POST", "/reports/new/", encode_multipart(BOUNDARY, form))
        self.kept.pop(key, None), self.refused.pop(key, None)
        if status == http.HTTPStatus.FOUND:
            self.kept[key] = content
        elif status == http.HTTPStatus.SERVICE_UNAVAILABLE and NOT_STORED in page:
            self.refused[key] = content
            self._look_for(key)
        else:
            self.unclear.append((key, status))

    def _look_for(self, key):
        """Nothing of what was refused may be there."""
        try:
            self.half += Report.objects.filter(key=key).values_list("key", flat=True)
        except (DatabaseError, InterfaceError):
            connection.close()  # it is down, and nobody could see anything

    def look(self):
        """At the desk, which has to be there."""
        status, _page = self._asked("GET", "/")
        if status != http.HTTPStatus.OK:
            self.unclear.append(("/", status))

    def _asked(self, method, path, body=None):
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked.request(method, path, body, {"Cookie": self.cookie, "Content-Type": MULTIPART_CONTENT})
        answer = asked.getresponse()
        page = answer.read().decode()
        asked.close()
        return answer.status, page

    def account(self):
        """(expected, arrived, lost, doubled, perhaps): each report once, with its file, and no other file."""
        files = Attachment.objects.filter(report__key__in=self.kept, report__draft__title=TEXT["title"])
        files = files.values_list("report__key", "file", "sha256")
        whole = Counter(str(key) for key, path, digest in files if _sum(path) == digest)
        stored = {path.relative_to(MEDIA).as_posix() for path in MEDIA.glob("*/*")}
        orphans = stored.difference(Attachment.objects.values_list("file", flat=True))
        lost = [*(self.kept.keys() - whole), *self.refused, *self.unclear, *self.half, *orphans]
        return len(self.kept), len(whole), len(lost), sum(n > 1 for n in whole.values()), 0


def _sum(path):
    file = MEDIA / path
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""
