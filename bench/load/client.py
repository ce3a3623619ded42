"""Many browsers in one process that ask as fast as they are answered, at little cost of its own.

Every request was written beforehand: here bytes are sent, answers are awaited, and times are noted.
Reads one plan as JSON from standard input, writes what came of it as JSON. Standard library only:

    python bench/load/client.py < plan.json
"""

from __future__ import annotations

import json
import re
import resource
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import Any

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
TRIES = 5
"""For one request whose connection ends before a byte of its answer came."""


@dataclass
class Client:
    """One browser with a connection that is kept open. `queue`: (request, its number), in turn."""

    address: tuple[str, int]
    queue: list[tuple[bytes, int]]
    socket: socket.socket | None = None
    got: bytearray = field(default_factory=bytearray)
    next: int = 0
    began: float = 0.0
    tries: int = 0

    @property
    def is_done(self) -> bool:
        return self.next >= len(self.queue)

    def send(self, selector: selectors.BaseSelector) -> None:
        """Send the next request; over a new connection where there is none."""
        if self.socket is None:
            self.socket = socket.create_connection(self.address, timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(self.socket, selectors.EVENT_READ, self)
        if not self.tries:
            self.began = time.perf_counter()
        self.socket.sendall(self.queue[self.next][0])

    def close(self, selector: selectors.BaseSelector) -> None:
        if self.socket is not None:
            selector.unregister(self.socket)
            self.socket.close()
            self.socket = None
        self.got.clear()


@dataclass
class Log:
    """What came of the requests: (number, status, milliseconds); 0 where no answer came."""

    answers: list[tuple[int, int, float]] = field(default_factory=list)
    reconnected: int = 0


def whole_answer(got: bytearray) -> int:
    """The status of an answer that has come to its end; 0 while it has not."""
    head = got.find(b"\r\n\r\n")
    if head < 0:
        return 0
    found = LENGTH.search(got, 0, head)
    if found is None:
        raise ValueError(f"an answer without a length: {bytes(got[:200])!r}")
    is_whole = len(got) >= head + 4 + int(found[1])
    return int(got[9:12]) if is_whole else 0


def run(clients: list[Client], deadline: float) -> Log:
    """Have every client ask for everything in its queue; stop at the deadline in any case."""
    log, selector = Log(), selectors.DefaultSelector()
    for client in clients:
        _ask(client, selector, log)
    while any(not client.is_done for client in clients) and time.perf_counter() < deadline:
        for key, _ in selector.select(1.0):
            _hear(key.data, selector, log)
    for client in clients:
        log.answers += [(number, 0, 0.0) for _, number in client.queue[client.next :]]
        client.close(selector)
    return log


def _hear(client: Client, selector: selectors.BaseSelector, log: Log) -> None:
    assert client.socket is not None  # noqa: S101 - it is registered
    try:
        more = client.socket.recv(262_144)
    except OSError:
        more = b""
    client.got += more
    status = whole_answer(client.got)
    if not status and more:
        return
    if not status:
        _again(client, selector, log)
        return
    took = (time.perf_counter() - client.began) * 1000
    log.answers.append((client.queue[client.next][1], status, took))
    is_last = not more or CLOSES.search(client.got, 0, client.got.find(b"\r\n\r\n"))
    client.got.clear()
    client.next, client.tries = client.next + 1, 0
    if is_last:
        client.close(selector)
    _ask(client, selector, log)


def _ask(client: Client, selector: selectors.BaseSelector, log: Log) -> None:
    if client.is_done:
        client.close(selector)
        return
    try:
        client.send(selector)
    except OSError:
        _again(client, selector, log)


def _again(client: Client, selector: selectors.BaseSelector, log: Log) -> None:
    """The server ended the connection: the same request once more, as a browser does."""
    client.close(selector)
    client.tries += 1
    log.reconnected += 1
    if client.tries > TRIES:
        log.answers.append((client.queue[client.next][1], 0, 0.0))
        client.next, client.tries = client.next + 1, 0
    _ask(client, selector, log)


def main() -> None:
    """One plan: {"host", "port", "seconds", "queues": [[[request, number], ...], ...]}."""
    plan: dict[str, Any] = json.load(sys.stdin)
    address = (plan["host"], plan["port"])
    clients = [
        Client(address, [(request.encode("latin-1"), number) for request, number in queue])
        for queue in plan["queues"]
    ]
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    log = run(clients, began + plan["seconds"])
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = {"seconds": seconds, "cpu": cpu, "answers": log.answers, "again": log.reconnected}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
