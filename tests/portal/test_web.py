"""The web server as it is started: what Django never hears of is refused in a page of ours all the same."""

import http.client
import re
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings

from portal.run.children import Child, stop, wait_for
from portal.run.embedded import free_port
from portal.run.launcher import page_answers

WORDS = "portal.wsgi -k portal.run.web.Worker --limit-request-line 8190"


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Asks for a path, by whatever method; (status, page)."""
    port, log = free_port(), tmp_path_factory.mktemp("web") / "log/web.log"
    command = f"-m gunicorn {WORDS} -w 1 --threads 1 --no-control-socket -b 127.0.0.1:{port}"
    child = Child([sys.executable, *command.split()], log, cwd=settings.BASE_DIR)

    def answer(path, method="GET", **headers):
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        asked.request(method, path, headers=headers)
        found = asked.getresponse()
        page = found.read().decode()
        asked.close()
        assert not page or found.getheader("Content-Type") == "text/html; charset=utf-8"
        return found.status, page

    wait_for([child], lambda: page_answers(port))
    yield answer
    stop([child])


@pytest.mark.parametrize("n", [455, 880])
def test_a_long_search_reaches_the_list_which_says_so(ask, n):
    assert ask(f"/reports/?q={quote('长' * n)}")[0] == 302  # a stranger, so to the door


@pytest.mark.parametrize("n", [920, 5000])
def test_an_address_that_is_too_long_is_answered_in_a_page_of_ours(ask, n):
    status, page = ask(f"/reports/?q={quote('长' * n)}")
    assert status == 414 and "地址过长" in page and 'class="brand"' in page and "长长" not in page


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("OPTIONS", {}, 405), ("TRACE", {}, 405), ("PUT", {}, 405),
        ("POST", {"Content-Type": "application/x-www-form-urlencoded; charset=gbk"}, 400),
        ("GET", {"Content-Type": "text/plain; charset=hex", "Accept-Language": "en"}, 400),
        ("POST", {"Content-Type": "multipart/form-data; boundary*=klingon''%E9"}, 400),
    ],
)  # fmt: skip
def test_what_no_page_is_asked_by_is_answered_in_a_page_of_ours(ask, method, headers, status):
    found, page = ask("/login/?q=%E9%95%BF", method, **headers)
    assert found == status and 'class="brand"' in page
    assert ('lang="en"' in page) == ("Accept-Language" in headers)


@pytest.mark.parametrize("path", ["Dockerfile", "portal/run/launcher.py"])
def test_it_is_started_like_this(path):
    words = re.findall(r"[\w.-]+", (Path(settings.BASE_DIR) / path).read_text())
    said = [words[words.index(option) + 1] for option in ("-k", "--limit-request-line")]
    assert said == [WORDS.split()[2], WORDS.split()[4]]
