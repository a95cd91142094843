"""Who gets what is in a file, by what the scanner has said of it: one rule for every route and every page."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.files.models import Attachment
from portal.files.urls import urlpatterns
from reports.states import State
from tests.uploads import picture
from tests.world import attach

Scan = Attachment.Scan
BOTH = {"author", "clerk"}  # the author has handed the file in, the clerk reads the report
OPEN = {
    Scan.CLEAN: BOTH, Scan.NOT_SCANNED: BOTH, Scan.LOCKED: BOTH,
    Scan.CHECKING: {"author"}, Scan.UNSCANNABLE: {"author"},
    Scan.INFECTED: set(),
}  # fmt: skip
OPENS = re.compile(r"[.]file[.](open|read|chunks|path|url)\b|[.]storage[.]open\(")


def routes(file):
    """The address of every route of files, whatever else it asks for."""
    for pattern in urlpatterns:
        more = {name: 1 for name in pattern.pattern.converters if name != "pk"}
        yield reverse(pattern.name, kwargs={"pk": file.pk} | more)


@pytest.mark.parametrize("who", sorted(BOTH))
@pytest.mark.parametrize("scan", Scan)
def test_every_route_and_every_page_keeps_to_it(client, office, scan, who):
    report = office.report(State.SIGNED)
    file = attach(report, office.author, "照.png", picture("PNG"))
    Attachment.objects.filter(pk=file.pk).update(scan=scan)
    client.force_login(getattr(office, who))
    is_open = who in OPEN[scan]
    with translation.override("zh-hans"):
        said = str(scan.label)
    for address in routes(file):
        answer = client.get(address)
        assert answer.status_code == (200 if is_open else 403), address
        assert answer.streaming or is_open or f"“{file.name}”无法打开：{said}。" in answer.content.decode()
    page = client.get(f"/reports/{report.pk}/", {"tab": "text"}).content.decode()
    assert file.name in page and (said in page) == (scan != Scan.CLEAN)
    for name in ("file", "file_preview"):
        assert (reverse(name, args=[file.pk]) in page) == is_open


def test_what_a_unit_hands_in_is_open_to_the_unit_and_after_that_to_all(client, office):
    reply = office.report(State.ANSWERED).assignments.get(part="lead").replies.get()
    file = attach(reply, office.officer)
    address = reverse("file", args=[file.pk])
    for scan, who in ((Scan.CHECKING, {"officer"}), (Scan.CLEAN, {"officer", "clerk", "author"})):
        Attachment.objects.filter(pk=file.pk).update(scan=scan)
        for name in ("officer", "clerk", "author"):
            client.force_login(getattr(office, name))
            assert client.get(address).status_code == (200 if name in who else 403), (scan, name)


def test_nothing_else_opens_what_was_handed_in():
    """What does is behind the rule (views, preview), asks the scanner, makes a backup, or makes a copy, which
    is scanned itself (copying)."""
    apps = (settings.BASE_DIR / name for name in ("portal", "reports", "routing", "feedback"))
    found = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for app in apps
        for path in app.rglob("*.py")
        if OPENS.search(path.read_text())
    }
    known = ("views", "preview", "scanning", "copying")
    assert found == {f"portal/files/{name}.py" for name in known}
