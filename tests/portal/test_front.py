"""The front server before the portal: what reaches it, what is refused in a page, who is kept waiting."""

import gzip
import http.client
import re
import select
import socket
from contextlib import ExitStack, contextmanager
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.urls import reverse

from portal.run.children import Child, stop, wait_for
from portal.run.embedded import free_port
from portal.run.front import front
from portal.run.launcher import page_answers
from reports.states import State
from tests.browser import session_of
from tests.makers import Office
from tests.stories.clockwork import surroundings
from tests.stories.served import served

SLOW = 50
TOKEN = "a" * 32
UNFINISHED = (
    "POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n"
    f"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken={TOKEN}\r\n\r\nusername="
).encode()


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """Where it is asked, without a database; its two processes."""
    with served(tmp_path_factory.mktemp("直 通")) as (port, _behind, children):
        yield port, children


def ask(port, path, method="GET", body=None, **headers):
    """(status, page) of whatever is asked."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    asked.request(method, path, body, headers)
    found = asked.getresponse()
    page = found.read().decode()
    asked.close()
    kind = found.getheader("Content-Type", "").lower()
    assert not page or re.fullmatch("text/(html|plain); charset=utf-8", kind)
    return found.status, page


def test_the_first_visit_is_small(portal):
    """The page and all that it asks for, as they go over the line."""
    page, sent = fetch(portal[0], "/login/")
    asked = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page.decode()))
    assert any(name.endswith(".css") for name in asked) and any("icons" in name for name in asked)
    assert sent + sum(fetch(portal[0], path)[1] for path in asked) < 150_000


def test_pages_and_what_they_are_made_of_are_compressed_and_pictures_are_not(portal):
    for path, compressed in (("/login/", True), ("/static/css/portal.css", True), ("/healthz", False)):
        whole, sent = fetch(portal[0], path)
        assert (sent < len(whole) / 2) == compressed, path


def fetch(port, path):
    """(what it is, how many bytes went over the line)"""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    asked.request("GET", path, headers={"Accept-Encoding": "gzip"})
    found = asked.getresponse()
    body = found.read()
    asked.close()
    whole = gzip.decompress(body) if found.getheader("Content-Encoding") == "gzip" else body
    return whole, len(body)


@pytest.mark.parametrize("n", [455, 880])
def test_a_long_search_reaches_the_list_which_says_so(portal, n):
    assert ask(portal[0], f"/reports/?q={quote('长' * n)}")[0] == 302  # a stranger, so to the door


@pytest.mark.parametrize("n", [920, 5000])
def test_an_address_that_is_too_long_is_answered_in_a_page_of_ours(portal, n):
    status, page = ask(portal[0], f"/reports/?q={quote('长' * n)}")
    assert status == 414 and headings(page) == ["地址过长"] and "长长" not in page


def headings(page):
    return re.findall("<h1>(.+?)</h1>", page)


def test_files_that_are_too_large_together_are_answered_in_a_page_of_ours(portal):
    whole = settings.UPLOAD_MAX_FILES * settings.UPLOAD_MAX_BYTES
    said = re.search(r"client_max_body_size (\d+)m", (settings.BASE_DIR / "deploy/nginx.conf").read_text())
    most = int(said[1]) * 1024 * 1024
    assert whole < most < whole * 1.1, "a form's files and its words, and little more"
    head = f"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {most + 1}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", portal[0]), 20) as line:
        line.sendall(head.encode())
        said = line.recv(10_000).decode()
    assert said.startswith("HTTP/1.1 413 ") and headings(said) == ["文件合计过大"]


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("OPTIONS", {}, 405), ("TRACE", {}, 405), ("PUT", {}, 405),
        ("POST", {"Content-Type": "application/x-www-form-urlencoded; charset=gbk"}, 400),
        ("GET", {"Content-Type": "text/plain; charset=hex", "Accept-Language": "en"}, 400),
        ("POST", {"Content-Type": "multipart/form-data; boundary*=klingon''%E9"}, 400),
    ],
)  # fmt: skip
def test_what_no_page_is_asked_by_is_answered_in_a_page_of_ours(portal, method, headers, status):
    found, page = ask(portal[0], "/login/?q=%E9%95%BF", method, **headers)
    assert found == status and len(headings(page)) == 1
    if method != "TRACE":  # which the front server refuses by itself
        assert 'class="brand"' in page and ('lang="en"' in page) == ("Accept-Language" in headers)


def test_while_the_portal_is_away_a_page_of_ours_says_so(portal):
    port, children = portal
    stop([children["web"]])
    status, page = ask(port, "/login/")
    assert status == 502 and headings(page) == ["系统暂时没有应答"]
    assert children["web"].revive()
    wait_for(children.values(), lambda: page_answers(port))


@contextmanager
def listening(folder, **how):
    """A front server before a socket of our own: what the portal would be told of a request."""
    port, behind = free_port(), folder / "web.sock"
    with socket.socket(socket.AF_UNIX) as own:
        own.bind(str(behind))
        own.listen()
        child = Child(front(folder / "front", f"127.0.0.1:{port}", behind, **how), folder / "log/front")

        def told(*headers):
            head = "\r\n".join(["GET / HTTP/1.1", "Host: portal.example", *headers, "", ""])
            with socket.create_connection(("127.0.0.1", port), 20) as line:
                line.sendall(head.encode())
                with own.accept()[0] as end:
                    lines = end.recv(10_000).decode().split("\r\n")
            return [line for line in lines if line.startswith(("Host", "X-Forwarded"))]

        try:
            wait_for([child], lambda: not socket.socket().connect_ex(("127.0.0.1", port)))
            yield told
        finally:
            stop([child])


FORGED = "X-Forwarded-For: 198.51.100.9, 198.51.100.7"


def test_nobody_says_himself_whose_address_he_has(tmp_path):
    with listening(tmp_path) as told:
        assert told(FORGED) == ["Host: portal.example", "X-Forwarded-For: 127.0.0.1"]


def test_a_proxy_that_is_named_says_who_asked_and_by_https(tmp_path):
    """Of what it hands on the last address is what it saw itself."""
    with listening(tmp_path, proxy="127.0.0.1") as told:
        assert told(FORGED, "X-Forwarded-Proto: https") == [
            "Host: portal.example", "X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: https",
        ]  # fmt: skip


@contextmanager
def slow_lines(line_to):
    """So many who have begun to send a form and do not go on."""
    with ExitStack() as stack:
        lines = [stack.enter_context(line_to()) for _ in range(SLOW)]
        for line in lines:
            line.sendall(UNFINISHED)
        yield lines


@pytest.fixture
def signing(transactional_db, tmp_path, monkeypatch):
    """An office with a report that waits for its signature, and a portal of four threads."""
    office = Office()
    report = office.report(State.AWAITING_SIGNOFF)
    for name, value in surroundings(free_port()).items():
        monkeypatch.setenv(name, value)
    with served(tmp_path, "-w", "1") as (port, behind, _children):
        yield office, report, port, behind


def test_slow_lines_keep_neither_a_signing_nor_the_pulse_waiting(signing):
    office, report, port, _behind = signing
    who = {"Cookie": f"csrftoken={TOKEN}; {settings.SESSION_COOKIE_NAME}={session_of(office.signer)}"}
    address = reverse("step", args=["reports", report.pk, "sign_off"])
    with slow_lines(lambda: socket.create_connection(("127.0.0.1", port))) as lines:
        assert ask(port, "/healthz")[0] == 200
        page = ask(port, address, **who)[1]
        [seen] = re.findall(r'name="text_hash" value="(\w+)"', page)
        form = urlencode({"text_hash": seen, "csrfmiddlewaretoken": TOKEN})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert ask(port, address, "POST", form, **who | kind)[0] == 302
        assert not select.select(lines, [], [], 0)[0], "they all still wait"
    report.refresh_from_db()
    assert report.status == State.SIGNED


def test_without_the_front_server_they_would(signing):
    """The control: the pulse is not heard until they hang up."""
    behind = str(signing[3])

    def line_to():
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(60)
        line.connect(behind)
        return line

    with slow_lines(line_to):
        pulse = line_to()
        pulse.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert not select.select([pulse], [], [], 3)[0]
    with pulse:
        assert pulse.recv(100).startswith(b"HTTP/1.1 200")
