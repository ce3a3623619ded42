"""Slow visitors on a real server: who sends the head of a request byte by byte keeps nobody out.

A body that comes byte by byte holds one thread of the server: docs/security.md says so, and the
proxy is there for it.
"""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.full
ROOT = Path(__file__).resolve().parents[2]
THREADS = 4
HEAD = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """One worker with few threads, as docs/deploy.md starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{number}"]
    command += ["--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS)]
    kept = {
        **os.environ,
        "VAR_DIR": str(tmp_path_factory.mktemp("slow")),
        "SECRET_KEY": "a key for tests, of fifty characters and more than that",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    with subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=kept) as server:
        try:
            _wait_for(number, server)
            yield number
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(number, server):
    for _ in range(1200):
        assert server.poll() is None, "The server ended by itself."
        with contextlib.suppress(OSError):
            if answer(number) == 200:
                return
        time.sleep(0.1)
    raise AssertionError("The server did not answer.")


def answer(number):
    asked = http.client.HTTPConnection("127.0.0.1", number, timeout=60)
    try:
        asked.request("GET", "/health/live", headers={"Host": "localhost"})
        return asked.getresponse().status
    finally:
        asked.close()


@contextlib.contextmanager
def slow(number, sent, times):
    """Connections that have sent this much, and hold their breath."""
    with contextlib.ExitStack() as held:
        opened = [
            held.enter_context(socket.create_connection(("127.0.0.1", number), timeout=60))
            for _ in range(times)
        ]
        for one in opened:
            one.sendall(sent)
        time.sleep(0.5)
        yield opened


@pytest.mark.parametrize("sent", [b"", b"G", HEAD], ids=["nothing", "a letter", "half a head"])
def test_who_sends_the_head_slowly_keeps_nobody_out(port, sent):
    """Fewer than there are threads, whatever they have sent so far."""
    with slow(port, sent, THREADS - 1) as opened:
        for _ in range(8):
            for one in opened:
                one.sendall(b"x" if sent == HEAD else b"")
            assert answer(port) == 200


def test_connections_that_say_nothing_hold_no_thread(port):
    with slow(port, b"", THREADS * 5):
        assert [answer(port) for _ in range(5)] == [200] * 5


def test_after_slow_bodies_the_server_goes_on(port):
    post = b"POST /language/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nlang"
    with slow(port, post, THREADS - 1):
        assert answer(port) == 200

    assert [answer(port) for _ in range(5)] == [200] * 5


@pytest.mark.parametrize(
    "odd",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=["500 headers", "long line", "long header", "two lengths", "twice", "version", "tls"],
)
def test_a_request_out_of_bounds_is_refused_and_the_server_goes_on(port, odd):
    with slow(port, odd + b"\r\n\r\n", 1) as (one,):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_WR)
        told = one.recv(200)
    assert told == b"" or told.startswith((b"HTTP/1.1 4", b"HTTP/1.1 5"))
    assert b"Traceback" not in told

    assert answer(port) == 200
