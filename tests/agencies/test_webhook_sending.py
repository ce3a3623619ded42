"""Where messages go, and above all where they never go."""

import socket
import threading
import time
from http.client import HTTPException

import pytest

from agencies import webhook_sending
from agencies.webhook_sending import AddressRefusedError, checked_address, send, target_of
from tests.agencies.listening import listening


def looked_up(monkeypatch, *numbers):
    """A name service that knows one answer, and counts how often it was asked."""
    asked = []

    def getaddrinfo(host, port, **kinds):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/",
        "ftp://hooks.example.org/",
        "//hooks.example.org/",
        "hooks.example.org",
        "https://",
        "https:///path",
        "https://user:password@hooks.example.org/",
        "https://user@hooks.example.org/",
        "https://hooks.example.org:22/",
        "https://hooks.example.org:80/",
        "https://hooks.example.org:0x1bb/",
        "https://hooks.example.org:99999/",
        "https://hooks.example.org/#part",
        "https://hooks.example.org/a b",
        "https://hooks.example.org\\@127.0.0.1/",
        "https://hooks.example.org/\r\nX-Other: 1",
        "https://hôte.example.org/",
        "https://[::1/",
        "https://hooks.example.org/" + "x" * 500,
        "http://127.0.0.1/",
        "http://localhost:8000/",
    ],
)
def test_target_refuses(url):
    with pytest.raises(AddressRefusedError):
        target_of(url)


def test_target_is_taken_apart():
    target = target_of("https://Hooks.Example.org:8443/in?x=1")

    assert (target.host, target.port, target.path) == ("hooks.example.org", 8443, "/in?x=1")
    assert target_of("http://localhost:8001/", may_be_local=True).is_here
    with pytest.raises(AddressRefusedError):
        target_of("http://hooks.example.org/", may_be_local=True)


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "127.1.2.3", "0.1.2.3", "10.0.0.1", "172.16.5.4", "192.168.1.1"),
        *("169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192", "198.18.0.1"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
        *("::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2001:db8::1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1%eth0"),
    ],
)
def test_address_inside_a_network_is_refused(monkeypatch, number):
    looked_up(monkeypatch, number)

    with pytest.raises(AddressRefusedError):
        checked_address(target_of("https://hooks.example.org/"))


def test_one_address_inside_spoils_the_name(monkeypatch):
    looked_up(monkeypatch, "93.184.216.34", "10.0.0.1")

    with pytest.raises(AddressRefusedError):
        checked_address(target_of("https://hooks.example.org/"))


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1::1"])
def test_public_address_is_taken(monkeypatch, number):
    looked_up(monkeypatch, number)

    assert checked_address(target_of("https://hooks.example.org/")) == number


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "017700000001"])
def test_other_spellings_of_this_machine_are_refused(host):
    with pytest.raises((AddressRefusedError, OSError)):
        checked_address(target_of(f"https://{host}/"))


def test_local_leave_opens_this_machine_and_no_other(monkeypatch):
    looked_up(monkeypatch, "10.0.0.1")

    with pytest.raises(AddressRefusedError):
        checked_address(target_of("http://localhost/", may_be_local=True))


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """A name that answers otherwise the second time finds nobody who asks a second time."""
    asked = looked_up(monkeypatch, "93.184.216.34")
    went = []

    def refuse(address, timeout):
        went.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)

    with pytest.raises(ConnectionRefusedError):
        send(target_of("https://hooks.example.org/"), b"{}", {})

    assert (asked, went) == (["hooks.example.org"], [("93.184.216.34", 443)])


def test_redirects_are_not_followed():
    with listening() as inside, listening() as outside:
        outside.answers, outside.headers = [302], {"Location": inside.url}

        status = send(target_of(outside.url, may_be_local=True), b"{}", {"X": "1"})

        assert (status, len(outside.heard), inside.heard) == (302, 1, [])


def test_https_asks_for_a_certificate_of_that_name(monkeypatch):
    """Who listens without one hears the beginning of a handshake, and nothing of the message."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            other, _ = server.accept()
            with other:
                heard.append(other.recv(4096))
                other.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        monkeypatch.setattr(webhook_sending, "checked_address", lambda target: "127.0.0.1")
        monkeypatch.setattr(webhook_sending, "PORTS", (server.getsockname()[1],))
        target = target_of(f"https://hooks.example.org:{server.getsockname()[1]}/")
        with pytest.raises(OSError, match=r"SSL|EOF|WRONG"):
            send(target, b"the message", {})
        thread.join()

    assert b"the message" not in heard[0]


def test_an_answer_byte_by_byte_is_cut_off(monkeypatch):
    monkeypatch.setattr(webhook_sending, "DEADLINE_SECONDS", 0.3)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip():
            other, _ = server.accept()
            with other:
                other.recv(4096)
                while not over.wait(0.05):
                    try:
                        other.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        start = time.monotonic()
        with pytest.raises((OSError, HTTPException)):
            send(
                target_of(f"http://127.0.0.1:{server.getsockname()[1]}/", may_be_local=True),
                b"",
                {},
            )
        took = time.monotonic() - start
        over.set()
        thread.join()

    assert took < 60  # without an end of its own it would drip for ever
