"""The front server by itself: its TLS, its own pages, what it refuses."""

import http.client
import socket
import ssl
import subprocess

import pytest

from portal.run.children import Child, stop, wait_for
from portal.run.embedded import free_port
from portal.run.front import front

OLD = "ALL:@SECLEVEL=0"
CERTIFICATE = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=portal.example -days 2"


@pytest.fixture
def fronts(tmp_path):
    """Starts a front server with nothing behind it; gives its two ports, for http and https."""
    children = []

    def start(more=""):
        folder, ports = tmp_path / str(len(children)), (free_port(), free_port())
        (tls := folder / "tls").mkdir(parents=True)
        made = ["openssl", *CERTIFICATE.split(), "-keyout", tls / "portal.key", "-out", tls / "portal.pem"]
        subprocess.run(made, check=True, capture_output=True)
        ends = "ssl_certificate tls/portal.pem; ssl_certificate_key tls/portal.key;"
        (tls / "portal.conf").write_text(f"listen 127.0.0.1:{ports[1]} ssl; {ends} {more}")
        command = front(folder, f"127.0.0.1:{ports[0]}", folder / "nobody.sock")
        children.append(Child(command, tmp_path / f"log/{len(children)}"))
        wait_for(children, lambda: not socket.socket().connect_ex(("127.0.0.1", ports[1])))
        return ports

    yield start
    stop(children)


def speaks(port, newest, ciphers):
    """(version, cipher) that a browser with this much TLS agrees on with it; None where it is turned away."""
    browser = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    browser.check_hostname, browser.verify_mode = False, ssl.CERT_NONE
    browser.minimum_version, browser.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, newest
    browser.set_ciphers(ciphers)
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        try:
            with browser.wrap_socket(line) as spoken:
                return spoken.version(), spoken.cipher()[0]
        except (ssl.SSLError, ConnectionResetError):
            return None


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_it_speaks_no_old_tls_and_none_without_forward_secrecy(fronts):
    v, (_http, port) = ssl.TLSVersion, fronts()
    assert speaks(port, v.TLSv1_3, "DEFAULT")[0] == "TLSv1.3"
    assert speaks(port, v.TLSv1_2, "DEFAULT")[0] == "TLSv1.2"
    assert not speaks(port, v.TLSv1_1, OLD)
    assert not speaks(port, v.TLSv1_2, "ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0")
    with_less = fronts(f"ssl_protocols TLSv1.1 TLSv1.2; ssl_ciphers {OLD};")[1]  # the control
    assert speaks(with_less, v.TLSv1_1, OLD)[0] == "TLSv1.1"
    assert speaks(with_less, v.TLSv1_2, "ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0")


def test_its_own_pages_say_to_browsers_what_the_portals_do(fronts):
    plain, secure = fronts()
    for port, by in ((plain, http.client.HTTPConnection), (secure, http.client.HTTPSConnection)):
        how = {"context": ssl._create_unverified_context()} if port == secure else {}
        asked = by("127.0.0.1", port, timeout=20, **how)
        asked.request("GET", "/")
        answer = asked.getresponse()
        assert answer.status == 502
        said, policy = answer.headers, answer.headers["Content-Security-Policy"]
        assert all(f"{what} 'none'" in policy for what in ("default-src", "base-uri", "frame-ancestors"))
        assert (said["X-Content-Type-Options"], said["Referrer-Policy"]) == ("nosniff", "same-origin")
        assert "nginx/" not in said["Server"]
        hsts = said["Strict-Transport-Security"] or ""
        assert hsts.startswith("max-age=31536000; includeSubDomains") == (port == secure)
        asked.close()


@pytest.mark.parametrize(
    "ends",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_a_request_with_two_ends_is_refused(fronts, ends):
    port = fronts()[0]
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        line.sendall(f"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n{ends}".encode())
        assert line.recv(100).split()[1] in (b"400", b"501")


def test_whoever_asks_faster_than_a_whole_office_is_asked_to_wait(fronts):
    asked, met = http.client.HTTPConnection("127.0.0.1", fronts()[0], timeout=20), []
    while not met or met[-1] == (502, False):
        asked.request("GET", "/")
        answer = asked.getresponse()
        met.append((answer.status, "请求过于频繁" in answer.read().decode()))
        assert len(met) < 10_000, "nobody is told to wait"
    assert len(met) > 500 and met[-1] == (429, True)
