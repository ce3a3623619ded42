"""One browser: a connection that is kept open, cookies, and forms as pages send them.

Cheap on purpose: it shares the machine with the server that it asks.
"""

from __future__ import annotations

import http.client
import secrets
import select
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

BOUNDARY = "----a-form-of-the-scoring-page"
SECONDS = 60.0


class CutError(Exception):
    """No whole answer came: whether the server did what it was asked is not known."""


@dataclass(frozen=True)
class Answer:
    """One whole answer of the server."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        """Where a redirect leads; "" where the answer is none."""
        return self.headers.get("Location", "")


@dataclass
class Browser:
    """What one person's browser does. Not to be shared by threads."""

    host: str
    port: int
    session: str = ""
    seconds: float = SECONDS
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        # Any 32 letters make a token: it must only be the same in the cookie and in the form.
        self.cookies.setdefault("csrftoken", secrets.token_hex(16))
        if self.session:
            self.cookies["sessionid"] = self.session

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def submit(self, path: str, fields: Mapping[str, str]) -> Answer:
        """A form that a person sends. Redirects are answered, not followed."""
        told = {"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields}
        return self._ask(
            "POST",
            path,
            urlencode(told).encode(),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )

    def send(self, path: str, fields: Mapping[str, str]) -> Answer:
        """What the script of a page sends by itself."""
        told = {"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields}
        body = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in told.items()
        )
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Accept": "application/json",
        }
        return self._ask("POST", path, f"{body}--{BOUNDARY}--\r\n".encode(), headers)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = self._open()
        try:
            connection.request(method, path, body or None, {"Cookie": cookies, **headers})
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise CutError(f"{method} {path}: {type(error).__name__} {error}".rstrip()) from error
        if response.will_close:
            self.close()
        self._keep(answer.headers.get_all("Set-Cookie", []))
        return answer

    def _open(self) -> http.client.HTTPConnection:
        """The connection, if the server has not ended it while nothing was asked; else a new one"""
        if self._connection is not None and self._connection.sock is not None:
            if not select.select([self._connection.sock], [], [], 0)[0]:
                return self._connection
            self.close()
        self._connection = http.client.HTTPConnection(self.host, self.port, timeout=self.seconds)
        try:
            self._connection.connect()
        except OSError as error:
            self.close()
            raise CutError(f"no connection: {type(error).__name__}") from error
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._connection

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            name, _, rest = line.partition("=")
            self.cookies[name.strip()] = rest.partition(";")[0].strip()
