"""A long file: asked for once, made by the clock, picked up by whoever asked."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.clock.models import LastRun
from portal.jobs import doing, workflow
from portal.jobs.models import Job, Trouble
from portal.jobs.offers import Offer
from portal.pages import lists
from reports.states import State
from tests.portal.jobs.asking import LIST, ask, made, offered, on_disk, rows_of
from tests.races import at_once

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


# ---- From the list to the desk ----


def test_what_is_short_comes_at_once_and_what_is_long_is_asked_for(clerk):
    assert clerk.get(LIST, {"export": 1})["Content-Type"].startswith("text/html")
    assert 'name="offer"' in clerk.get(LIST).content.decode()
    narrowed = clerk.get(LIST, {"q": "没有这个词", "export": 1})
    assert narrowed["Content-Type"].endswith("sheet")
    assert 'name="offer"' not in clerk.get(LIST, {"q": "没有这个词"}).content.decode()


def test_it_is_made_and_lies_on_the_desk_until_it_is_picked_up(clerk):
    where = ask(clerk, sort="submitted", page=2)
    assert clerk.get(where).context["job"].ended_at is None and "fetch" not in clerk.get("/").content.decode()
    job = doing.make(timezone.now)
    assert doing.make(timezone.now) is None
    desk = clerk.get("/").content.decode()
    assert f"{where}fetch/" in desk and f"{where}fetch/" in clerk.get(where).content.decode()
    answer = clerk.post(f"{where}fetch/")
    assert len(rows_of(answer)) == 5 and answer["Cache-Control"] == "no-store"
    assert where not in clerk.get("/").content.decode()
    job.refresh_from_db()
    assert (job.done, job.of, job.trouble) == (5, 5, "")
    assert len(rows_of(clerk.post(f"{where}fetch/"))) == 5  # whose browser lost it picks it up again


def test_it_is_what_the_list_showed_in_its_order_and_language(clerk, office):
    [office.report(State.EDITING) for _ in range(3)]
    narrowed = clerk.post(f"{made(clerk, status='editing', q='')}fetch/")
    assert len(rows_of(narrowed)) == 3
    upwards = rows_of(clerk.post(f"{made(clerk, sort='submitted')}fetch/"))
    downwards = rows_of(clerk.post(f"{made(clerk, sort='-submitted')}fetch/"))
    assert upwards == downwards[::-1] and len(upwards) == 8
    clerk.post(reverse("set_language"), {"language": "en"})
    answer = clerk.post(f"{made(clerk)}fetch/")
    assert "Reports.xlsx" in answer["Content-Disposition"]


def test_how_far_it_is_is_told_while_it_is_made(clerk, monkeypatch):
    seen, where, real = [], ask(clerk), lists.workbook

    def watched(title, headings, rows):
        def each():
            for row in rows:
                seen.append(Job.objects.values_list("done", "of").get())
                yield row

        return real(title, headings, each())

    monkeypatch.setattr(lists, "workbook", watched)
    doing.make(timezone.now)
    assert seen == [(0, 5), (0, 5), (2, 5), (2, 5), (4, 5)]
    assert clerk.get(where).context["job"].percent == 100


# ---- Once ----


def test_pressed_twice_it_is_one(clerk):
    sent = offered(clerk)
    where = {clerk.post(reverse("ask_job"), sent)["Location"] for _ in range(2)}
    assert len(where) == 1 and Job.objects.count() == 1
    doing.make(timezone.now)
    assert clerk.post(reverse("ask_job"), sent)["Location"] not in where  # the rows may be others by now


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_one(office):
    offer = Offer(office.clerk.pk, "/reports/?export=1", "Reports")
    said = {"by": office.clerk, "language": "en", "at": timezone.now()}
    found = at_once(4, lambda _n: workflow.ask(offer, **said)[0])
    assert len(set(found)) == Job.objects.count() == 1


def test_nobody_has_more_than_five_made_at_a_time(clerk):
    for n in range(5):
        ask(clerk, size=n)
    assert ask(clerk, size=9) == LIST and Job.objects.count() == 5
    assert "已有 5 个文件正在生成" in clerk.get(LIST).content.decode()


# ---- Killed, and given up ----


class Killed(BaseException):
    """As a process that ends: nothing of ours catches it."""


def kill(monkeypatch, at):
    """Ends the process once so many rows are read."""
    real = lists.Page._filled

    def torn(page, keys, tell):
        for n, row in enumerate(real(page, keys, tell)):
            if n == at:
                raise Killed
            yield row

    monkeypatch.setattr(lists.Page, "_filled", torn)
    with pytest.raises(Killed):
        doing.make(timezone.now)
    monkeypatch.setattr(lists.Page, "_filled", real)


def test_killed_in_the_middle_it_is_made_again_and_whole(clerk, monkeypatch):
    where = ask(clerk)
    kill(monkeypatch, 3)
    assert Job.objects.get().ended_at is None and clerk.post(f"{where}fetch/").status_code == 409
    doing.make(timezone.now)
    assert len(rows_of(clerk.post(f"{where}fetch/"))) == 5 and len(on_disk()) == 1


def test_killed_with_the_file_written_it_leaves_none_behind(clerk, monkeypatch):
    where, real = ask(clerk), default_storage.save

    def torn(name, content):
        real(name, content)
        raise Killed

    monkeypatch.setattr(default_storage, "save", torn)
    with pytest.raises(Killed):
        doing.make(timezone.now)
    monkeypatch.undo()
    assert len(on_disk()) == 1
    doing.make(timezone.now)
    assert len(on_disk()) == 1 and clerk.post(f"{where}fetch/").status_code == 200


def test_killed_each_time_it_is_given_up_and_says_so(clerk, monkeypatch):
    where = ask(clerk)
    for _ in range(doing.TRIES):
        kill(monkeypatch, 1)
    assert doing.make(timezone.now) is None
    page = clerk.get(where)
    assert page.context["job"].trouble == Trouble.FAILED
    again = unescape(re.search(r'name="offer" value="([^"]*)"', page.content.decode())[1])
    anew = clerk.post(reverse("ask_job"), {"offer": again})["Location"]
    doing.make(timezone.now)
    assert len(rows_of(clerk.post(f"{anew}fetch/"))) == 5


def test_what_another_worker_is_at_is_not_begun_beside_it(clerk):
    where = ask(clerk)
    job = Job.objects.get()
    elsewhere = connection.copy()
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [f"job/{job.pk}"])
        assert doing.make(timezone.now) is None
        cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"job/{job.pk}"])
    elsewhere.close()
    assert doing.make(timezone.now) == job and clerk.get(where).context["job"].ready


def test_given_up_while_it_is_made_it_leaves_nothing(clerk, monkeypatch):
    where = ask(clerk)
    real = default_storage.save

    def meanwhile(name, content):
        clerk.post(f"{where}drop/")
        return real(name, content)

    monkeypatch.setattr(default_storage, "save", meanwhile)
    doing.make(timezone.now)
    assert not on_disk() and doing.make(timezone.now) is None
    assert where not in clerk.get("/").content.decode() and clerk.post(f"{where}fetch/").status_code == 409


# ---- What cannot be made, and what is deleted ----


@pytest.mark.parametrize("address", ["/", "/reports/new/", "/reports/"])
def test_what_is_no_file_is_told(clerk, office, address):
    offer = Offer(office.clerk.pk, address, "x").token
    where = clerk.post(reverse("ask_job"), {"offer": offer})["Location"]
    doing.make(timezone.now)
    assert Job.objects.get().trouble == Trouble.CHANGED and not on_disk()
    assert "原页面已不能导出该文件" in clerk.get(where).content.decode()


def test_more_rows_than_a_sheet_holds_are_told_and_not_cut(clerk, monkeypatch):
    monkeypatch.setattr(lists, "IN_A_FILE", 4)
    made(clerk)
    assert Job.objects.get().trouble == Trouble.TOO_MANY and not on_disk()


def test_it_is_deleted_after_its_days(clerk):
    now = timezone.now()
    made(clerk), ask(clerk, size=100)
    assert workflow.forget_jobs(now + 6 * DAY) == 0 and len(on_disk()) == 1
    assert workflow.forget_jobs(now + 8 * DAY) == 2
    assert not on_disk() and not Job.objects.exists()


def test_a_file_that_a_backup_did_not_keep_is_told(clerk):
    where = made(clerk)
    [path] = on_disk()
    path.unlink()
    assert clerk.post(f"{where}fetch/").status_code == 409 and Job.objects.get().trouble == Trouble.LOST


# ---- A worker that stands still ----


def test_a_worker_that_does_nothing_is_told_in_words(clerk):
    where = ask(clerk)
    assert "请联系系统管理员" not in clerk.get(where).content.decode()
    Job.objects.update(asked_at=timezone.now() - 9 * MINUTE, moved_at=timezone.now() - 9 * MINUTE)
    assert "已等待 9 分钟仍无进展，请联系系统管理员" in clerk.get(where).content.decode()


def test_behind_one_that_is_being_made_it_only_waits(clerk, office):
    where = ask(clerk)
    now = timezone.now()
    Job.objects.update(asked_at=now - 9 * MINUTE, moved_at=now - 9 * MINUTE)
    said = {"address": "/x", "title": "x", "language": "en", "begun_at": now, "moved_at": now}
    Job.objects.create(by=office.signer, asked_at=now - 20 * MINUTE, **said)
    assert "前面还有 1 个文件" in clerk.get(where).content.decode()


def test_one_that_takes_long_is_no_alarm_as_it_says_that_it_goes_on(clerk):
    now = timezone.now()
    ask(clerk)
    long_ago = {"begun_at": now - DAY, "owed_since": now - DAY}
    LastRun.objects.create(sweep=doing.SWEEP, **long_ago)
    assert LastRun.objects.get().stands_still(now)
    doing.make(lambda: now)
    assert not LastRun.objects.get().stands_still(now)
