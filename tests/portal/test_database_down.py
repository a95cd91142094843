"""The database stops and comes back under the pages: 503 in plain words, then on as before."""

import http.client
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.conf import settings
from playwright.sync_api import expect

from portal.run import embedded
from portal.run.children import Child, stop, wait_for
from portal.run.launcher import page_answers
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.faults.servers import Server
from tests.makers import TEXT

PASSWORD, TOKEN = "tian-he-2026", "a" * 32
PEOPLE = f"""
from portal.people.models import Hat, Organisation, Role, User
office = Organisation.objects.get()
user = User.objects.create_user("yangmin", password="{PASSWORD}", name="杨敏", organisation=office)
Hat.objects.create(user=user, role=Role.INFORMANT, organisation=office)
"""


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """A database of our own with one person in it, and a broker; the environment names them."""
    folder = tmp_path_factory.mktemp("down")
    database, broker = Server(embedded.postgres, folder), Server(embedded.valkey, folder)
    with pytest.MonkeyPatch.context() as environment:
        try:
            environment.setenv("DATABASE_URL", database.start())
            environment.setenv("REDIS_URL", broker.start())
            for words in ["migrate", "-v0"], ["seed"], ["shell", "-v0", "-c", PEOPLE]:
                subprocess.run([sys.executable, "manage.py", *words], check=True, cwd=settings.BASE_DIR)
            yield folder, database, broker
        finally:
            database.stack.close()
            broker.stack.close()


class Browser:
    """Whoever asks one worker for pages, with the cookies of one person or of nobody."""

    def __init__(self, port, cookie=""):
        self.port, self.cookie = port, f"csrftoken={TOKEN}; {cookie}"

    def ask(self, method, path, **words):
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        asked.request(method, path, urlencode(words | {"csrfmiddlewaretoken": TOKEN}), headers)
        answer = asked.getresponse()
        answer.text = answer.read().decode()
        asked.close()
        return answer

    def sign_in(self):
        answer = self.ask("POST", "/login/", username="yangmin", password=PASSWORD)
        cookies = [value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"]
        return Browser(self.port, next(c for c in cookies if c.startswith(settings.SESSION_COOKIE_NAME)))


@contextmanager
def web(folder, application="portal.wsgi"):
    """One worker with one thread for work, so that who answers after the fault is who met it."""
    port = embedded.free_port()
    command = f"-m gunicorn {application} -k gthread -w 1 --threads 1 -b 127.0.0.1:{port}"
    child = Child([sys.executable, *command.split()], folder / "log/web.log", cwd=settings.BASE_DIR)
    try:
        wait_for([child], lambda: page_answers(port))
        yield Browser(port)
    finally:
        stop([child])


def asked(nobody, person):
    """What every kind of page answers, with and without a person and with typed text."""
    return {
        "the door": nobody.ask("GET", "/login/"),
        "a stranger": nobody.ask("GET", "/reports/"),
        "the desk": person.ask("GET", "/"),
        "the form": person.ask("GET", "/reports/new/"),
        "typed text": person.ask("POST", "/reports/new/", action="save", **TEXT),
        "no page": person.ask("GET", "/no-such-page/"),
        "signing in": nobody.ask("POST", "/login/", username="yangmin", password=PASSWORD),
    }


def statuses(answers):
    return {name: answer.status for name, answer in answers.items()}


def test_while_the_database_is_down_every_page_says_so_and_then_goes_on(servers):
    folder, database, _broker = servers
    with web(folder) as nobody:
        person = nobody.sign_in()
        before = statuses(asked(nobody, person))
        assert before["the desk"] == before["the form"] == before["the door"] == 200
        for number in signal.SIGINT, signal.SIGQUIT:  # an orderly stop, and one without a word
            database.kill(number)
            down = asked(nobody, person)
            assert set(statuses(down).values()) == {503}
            assert {answer.getheader("Retry-After") for answer in down.values()} == {"5"}
            assert all("系统暂时无法响应" in answer.text for answer in down.values())
            assert "刚才提交的内容没有保存" in down["typed text"].text
            assert "刚才提交的内容没有保存" not in down["the form"].text
            assert person.ask("GET", "/static/css/portal.css").status == 200
            health = nobody.ask("GET", "/healthz")
            assert (health.status, health.text) == (503, "not ok")
            database.start()
            assert statuses(asked(nobody, person)) == before
            assert nobody.ask("GET", "/healthz").text == "ok"


def test_without_the_handler_it_would_be_a_500(servers):
    folder, database, _broker = servers
    with web(folder, "tests.unguarded") as nobody:
        person = nobody.sign_in()
        database.kill(signal.SIGINT)
        assert set(statuses(asked(nobody, person)).values()) == {500}
        database.start()


def test_pages_do_not_miss_the_broker(servers):
    folder, _database, broker = servers
    with web(folder) as nobody:
        person = nobody.sign_in()
        before = statuses(asked(nobody, person))
        os.kill(broker.child.process.pid, signal.SIGSTOP)
        assert statuses(asked(nobody, person)) == before
        broker.kill()
        assert statuses(asked(nobody, person)) == before
        assert nobody.ask("GET", "/healthz").status == 200
        broker.start()


def test_what_was_typed_is_still_there_when_one_goes_back(servers, chromium):  # noqa: F811
    """In any form; the one for a report keeps its text besides, and does not leave its page."""
    folder, database, _broker = servers
    with web(folder) as nobody:
        page = chromium.new_page(base_url=f"http://127.0.0.1:{nobody.port}", locale="zh-CN")
        page.goto("/login/")
        page.fill("[name=username]", "yangmin")
        page.fill("[name=password]", PASSWORD)
        database.kill(signal.SIGINT)
        page.press("[name=password]", "Enter")
        expect(page.locator("main")).to_contain_text("刚才提交的内容没有保存")
        database.start()
        page.go_back()
        expect(page.locator("#id_username")).to_have_value("yangmin")
        page.close()
