"""A worker that has served long or grown large gives way to another, and nobody who waits for it notices."""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from portal.run.children import Child, stop, wait_for
from portal.run.embedded import free_port

CONFIGURATION = Path(__file__).resolve().parents[2] / "gunicorn.conf.py"
APPLICATION = """
import os
def application(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""
REQUESTS = 60
CHANGED = {"often": "max_requests, max_requests_jitter = 5, 0", "large": "LARGEST = 1", "neither": ""}


@pytest.fixture
def served(request, tmp_path):
    """The address of a small application under the portal's own configuration with one line more."""
    (tmp_path / "tiny.py").write_text(APPLICATION)
    own = f"{CONFIGURATION.read_text()}\non_starting = lambda server: None\n{CHANGED[request.param]}\n"
    (tmp_path / "gunicorn.conf.py").write_text(own)
    port = free_port()
    command = f"-m gunicorn tiny:application -k gthread -w 2 --threads 4 -b 127.0.0.1:{port}"
    child = Child([sys.executable, *command.split()], tmp_path / "log/web.log", cwd=tmp_path)
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for([child], lambda: answers(address))
        yield address
    finally:
        stop([child])


def answers(address):
    with suppress(URLError):
        return bool(worker(address))
    return False


def worker(address):
    """Which one answers."""
    with urlopen(address, timeout=20) as answer:
        return answer.read()


@pytest.mark.parametrize(
    ("served", "give_way"), [("often", True), ("large", True), ("neither", False)], indirect=["served"]
)
def test_workers_give_way_and_every_request_is_answered(served, give_way):
    with ThreadPoolExecutor(4) as pool:
        workers = set(pool.map(worker, [served] * REQUESTS))
    assert (len(workers) > 2) is give_way
