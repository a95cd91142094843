"""A mark wherever a word about a report can stand, and scans of all that is kept or shown."""

from pathlib import Path

import redis
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from feedback import sweeps
from portal.files.models import Attachment
from portal.files.storing import keep
from portal.jobs.models import Job
from reports import workflow as reports
from reports.models import Credit, Report
from tests.makers import NINE
from tests.world import ALL, HOUR

# Wherever a word can be written about a report before it is published, each with a mark of its own.
PLACES = [
    "firsttitle", "situation", "analysis", "firstadvice", "returned", "title", "advice", "takeover",
    "edittitle", "editsituation", "editanalysis", "editadvice", "editnote", "tosigner", "sentback",
    "handover", "signnote", "filename", "filebytes", "secondfile", "jointname", "jointfield", "behalf",
    "phone", "madefile",
]  # fmt: skip
MARKS = {place: f"機密{n:02}{place}" for n, place in enumerate(PLACES)}
LATER = NINE + 8 * HOUR


def text(*places):
    return dict(zip(("title", "situation", "analysis", "advice"), (MARKS[p] for p in places), strict=True))


def upload(name, content):
    return SimpleUploadedFile(f"{MARKS[name]}.pdf", b"%PDF-" + MARKS[content].encode())


def plant(office):
    """A report that went through every hand: returned, written anew, handed on, sent back, signed, placed."""
    o, at = office, NINE
    joint = [Credit(MARKS["jointname"], field=MARKS["jointfield"]), Credit("joint", o.joint)]
    report = o.draft(**text("firsttitle", "situation", "analysis", "firstadvice"), joint=joint)
    behalf = {"on_behalf_of": MARKS["behalf"], "on_behalf_phone": MARKS["phone"], "on_behalf_way": "phone"}
    Report.objects.filter(pk=report.pk).update(**behalf)
    report.refresh_from_db()
    keep([upload("filename", "filebytes")], report, by=o.author, at=at)
    o.submitted(report, at)
    reports.return_to_author(report, by=o.clerk, at=at, reason="no_advice", note=MARKS["returned"])
    rewritten = text("title", "situation", "analysis", "advice")
    reports.save_draft(report, by=o.author, at=at, version=report.written.version, joint=joint, **rewritten)
    keep([upload("filename", "secondfile")], report, by=o.author, at=at)
    o.submitted(report, at)
    reports.take_up(report, by=o.editor, at=at)
    reports.take_over(report, by=o.clerk, at=at, note=MARKS["takeover"])
    edited = text("edittitle", "editsituation", "editanalysis", "editadvice")
    reports.edit(report, by=o.clerk, at=at, version=report.version, note=MARKS["editnote"], **edited)
    reports.submit_for_signoff(report, by=o.clerk, at=at, note=MARKS["tosigner"])
    reports.send_back(report, by=o.signer, at=at, note=MARKS["sentback"])
    reports.hand_over(report, by=o.clerk, at=at, to=o.editor, note=MARKS["handover"])
    reports.submit_for_signoff(report, by=o.editor, at=at)
    said = {"text_hash": report.working.text_hash, "note": MARKS["signnote"]}
    reports.sign_off(report, by=o.signer, at=at, **said)
    o.placed(report, at)
    content = ContentFile(MARKS["madefile"].encode())
    made = {"path": default_storage.save("jobs/made", content), "ended_at": at}
    Job.objects.create(by=o.clerk, address="/reports/?export=1", title="x", asked_at=at, moved_at=at, **made)
    sweeps.tell(at + HOUR)
    return Report.objects.get(pk=report.pk)


def in_tables():
    """All that stands in the database: every column of every table, and each session as it is read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables "
            "USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(\"{column}\"::text, ' '), '') FROM \"{table}\"")
            yield cursor.fetchone()[0]
    for model in apps.get_models():
        yield str(list(model.objects.values()))
    yield str([s.get_decoded() for s in apps.get_model("sessions", "Session").objects.all()])


def in_files(root):
    paths = [path for path in Path(root).rglob("*") if path.is_file()]
    return [str(paths), *(path.read_bytes().decode(errors="replace") for path in paths)]


def in_redis(url):
    """Every key of every kind, with all that it holds."""
    store = redis.Redis.from_url(url)
    for key in store.scan_iter():
        yield key.decode(errors="replace")
        match store.type(key):
            case b"string":
                yield store.get(key).decode(errors="replace")
            case b"list":
                yield str([item.decode(errors="replace") for item in store.lrange(key, 0, -1)])
            case b"hash":
                yield str({k.decode(): v.decode(errors="replace") for k, v in store.hgetall(key).items()})
            case b"set":
                yield str([item.decode(errors="replace") for item in store.smembers(key)])
            case b"zset":
                yield str([item.decode(errors="replace") for item in store.zrange(key, 0, -1)])


def met(words):
    """Which of the marks stand in any of these."""
    everything = "\n".join(words)
    return {place for place, mark in MARKS.items() if mark in everything}


def stored(settings):
    return met([*in_tables(), *in_files(settings.MEDIA_ROOT)])


def pages(office, report, piece):
    """What everybody is shown: the lists, the pages of the report and of its issue, its files, the search."""
    own = [
        report.get_absolute_url(),
        *(f"{report.get_absolute_url()}?tab={t}" for t in ("journey", "handling")),
    ]
    steps = ("write", "check", "sent", "edit", "sign_off", "take_up", "refuse_classified")
    own += [f"{report.get_absolute_url()}{step}/" for step in steps]
    own += [reverse("file", args=[file.pk]) for file in Attachment.objects.all()]
    own += [reverse("routing:issue", args=[piece.issue_id]), reverse("routing:pdf", args=[piece.issue_id])]
    names = ["desk", "reports:list", "reports:queue", "reports:sealed", "overview", "feedback:notices"]
    names += ["routing:issues", "routing:reading", "routing:directives", "routing:assignments"]
    for who in ALL.split():
        client = Client()
        client.force_login(office.people[who])
        for url in [*map(reverse, names), *own]:
            answer = client.get(url)
            body = b"".join(answer) if answer.streaming else answer.content
            yield f"{answer.headers}\n{body.decode(errors='replace')}"
        for mark in (MARKS["edittitle"], MARKS["editadvice"], report.number):
            found = client.get(reverse("reports:list"), {"q": mark}).context["page"].object_list
            yield "\n".join(r.title for r in found)
