"""Sends a message to an address that somebody typed, and to nowhere inside.

The name is looked up once; every address it has must be a public one, and the connection goes to
the address that was checked, so that no second look-up can lead elsewhere. Nothing is followed:
no redirect, no proxy. A whole delivery has a deadline, however slowly the other side answers.
"""

import contextlib
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

PORTS = (443, 8443)
CONNECT_SECONDS = 5.0
DEADLINE_SECONDS = 10.0
LONGEST_URL = 500
MOST_READ = 1_000_000
"""Bytes of an answer, where one is read at all."""
_HERE = ("localhost", "127.0.0.1", "::1")
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # a cloud's own address on every machine of it, public by number
        "192.0.0.0/24",
        "64:ff9b::/96",  # what these six hold is an IPv4 address that somebody else translates
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "::/96",
        "fec0::/10",
    )
)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefusedError(Exception):
    """Nothing is sent to this address. The message is a sentence."""


@dataclass(frozen=True)
class Target:
    """An address, taken apart: where to connect, and what to ask for there."""

    is_encrypted: bool
    host: str
    port: int
    path: str

    @property
    def is_here(self) -> bool:
        return not self.is_encrypted


@dataclass(frozen=True)
class Answer:
    """What came back; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def target_of(url: str, *, may_be_local: bool = False) -> Target:
    """The parts of an address that may be told. Raises AddressRefusedError; looks nothing up.

    With `may_be_local`, http to this machine is taken too.
    """
    if (
        len(url) > LONGEST_URL
        or not url.isascii()
        or not url.isprintable()
        or set(url) & {" ", "\\"}
    ):
        raise AddressRefusedError(
            _("The address is too long, or holds a sign that no address has. Write it in ASCII.")
        )
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise AddressRefusedError(_("This is not an address that a message can go to.")) from error
    if not host:
        raise AddressRefusedError(_("This is not an address that a message can go to."))
    if "@" in parts.netloc or parts.fragment:
        raise AddressRefusedError(
            _("Take user name, password and everything after # out of the address.")
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if may_be_local and parts.scheme == "http" and host in _HERE:
        return Target(False, host, port or 80, path)
    if parts.scheme != "https":
        raise AddressRefusedError(_("The address has to begin with https://."))
    if (port or 443) not in PORTS:
        raise AddressRefusedError(
            _("Messages go to these ports only: %(ports)s.") % {"ports": ", ".join(map(str, PORTS))}
        )
    return Target(True, host, port or 443, path)


def checked_address(target: Target) -> str:
    """The number to connect to. Raises AddressRefusedError if any that the name has is not public.

    Raises OSError where the name is not known.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    numbers = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    right = (lambda number: number.is_loopback) if target.is_here else is_public
    if not numbers or not all(right(number) for number in numbers):
        raise AddressRefusedError(
            _("This name leads to an address that is not on the public internet.")
        )
    return str(numbers[0])


def is_public(number: Address) -> bool:
    """Whether the number belongs to the open internet, and to nothing in this house."""
    if isinstance(number, ipaddress.IPv6Address) and number.ipv4_mapped:
        return is_public(number.ipv4_mapped)
    if number.is_multicast or number.is_reserved or number.is_unspecified:
        return False
    return number.is_global and not any(number in network for network in _NEVER)


def signature(secret: str, body: bytes, at: int) -> str:
    """What stands in the header `Plumbline-Signature`: the time, and the HMAC over both."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"


def send(target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    """POST the body; the status that came back. What else came is not read.

    Raises AddressRefusedError, or OSError or http.client.HTTPException where no answer came.
    """
    with _asked(target, "POST", body, headers) as response:
        return response.status


def ask(target: Target, method: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    """Ask once, and read the answer as far as a megabyte. Raises what `send` raises."""
    with _asked(target, method, body, headers) as response:
        read = response.read(MOST_READ + 1)
        if len(read) > MOST_READ:
            raise http.client.HTTPException("the answer is longer than a megabyte")
        told = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, told, read)


@contextlib.contextmanager
def _asked(
    target: Target, method: str, body: bytes | None, headers: Mapping[str, str]
) -> Iterator[http.client.HTTPResponse]:
    plain = socket.create_connection((checked_address(target), target.port), CONNECT_SECONDS)
    with contextlib.closing(_wrapped(plain, target)) as sock, _deadline(sock):
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        kind = http.client.HTTPSConnection if target.is_encrypted else http.client.HTTPConnection
        connection = kind(target.host, target.port)
        connection.sock = sock
        connection.request(method, target.path, body, dict(headers))
        yield connection.getresponse()


def _wrapped(plain: socket.socket, target: Target) -> socket.socket:
    """For https: proves that the other side is the one of that name, before anything is sent."""
    if not target.is_encrypted:
        return plain
    context = ssl.create_default_context()
    return context.wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False)


@contextlib.contextmanager
def _deadline(sock: socket.socket) -> Iterator[None]:
    """Cut the line when the time is over: a time-out alone starts anew with every byte."""

    def cut() -> None:
        with contextlib.suppress(OSError):
            # Not the method of SSLSocket: it would take the other thread's cipher away.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(DEADLINE_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
