"""Two hosts on one machine: network namespaces of Linux with a cable between them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.command import MeasurementError

NETWORK = "10.213.77"
"""Addresses of these two hosts alone; nothing leads out of the namespaces."""


@dataclass(frozen=True)
class Host:
    """A namespace and its address."""

    name: str
    address: str

    @property
    def inside(self) -> tuple[str, ...]:
        """Words before a command, so that it runs on this host."""
        return ("ip", "netns", "exec", self.name)


@contextmanager
def two_hosts() -> Iterator[tuple[Host, Host]]:
    """Two namespaces that reach each other and nothing else; gone afterwards."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        raise MeasurementError(
            "Two hosts are namespaces of Linux: that needs root and Debian's iproute2."
        )
    made = [Host(f"bench{os.getpid()}{end}", f"{NETWORK}.{end}") for end in (1, 2)]
    try:
        for host in made:
            _ip("netns", "add", host.name)
        ends = [f"b{os.getpid()}-{place}" for place in (1, 2)]
        _ip("link", "add", ends[0], "type", "veth", "peer", "name", ends[1])
        for host, end in zip(made, ends, strict=True):
            _ip("link", "set", end, "netns", host.name)
            _ip("-n", host.name, "addr", "add", f"{host.address}/24", "dev", end)
            _ip("-n", host.name, "link", "set", end, "up")
            _ip("-n", host.name, "link", "set", "lo", "up")
        yield made[0], made[1]
    finally:
        for host in made:
            _ip("netns", "del", host.name, is_last=True)


def _ip(*words: str, is_last: bool = False) -> None:
    done = subprocess.run(  # noqa: S603 - the system's own program
        ["ip", *words],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and not is_last:
        raise MeasurementError(f"ip {' '.join(words)} failed: {done.stderr.strip()}")
