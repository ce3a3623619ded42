"""One round of a measurement: many browsers against one server, and what both of them used."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.command import MeasurementError
from bench.load.written import Request
from bench.site import Service

CLIENT = Path(__file__).with_name("client.py")
DEADLINE = 600.0
"""Seconds after which a round is given up: what is not answered then is told as such."""


@dataclass(frozen=True)
class Round:
    """What came of the requests of one round."""

    kind: str
    n: int
    seconds: float
    milliseconds: tuple[float, ...]
    """From sending a request to the end of its answer, for every request that was answered."""
    statuses: dict[int, int]
    acknowledged: tuple[Request, ...]
    """Those that were answered as wanted."""
    again: int
    """How often a request was sent again over a new connection."""
    client_cpu: float
    server_cpu: float
    """Seconds of processor time that the browsers, and the server's processes, used."""

    @property
    def refused(self) -> int:
        """How many were answered otherwise, or not at all."""
        return self.n - len(self.acknowledged)

    @property
    def rate(self) -> float:
        return self.n / self.seconds

    @property
    def p95(self) -> float:
        return percentile(self.milliseconds, 95)

    @property
    def client_share(self) -> float:
        """Of one core."""
        return self.client_cpu / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of processor time in the server for one request."""
        return 1000 * self.server_cpu / self.n


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least so many percent of the values do not exceed."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def ask(web: Service, queues: Sequence[Sequence[Request]], within: float = DEADLINE) -> Round:
    """Let each of the queues be one browser; all begin at once."""
    every = [request for queue in queues for request in queue]
    numbers = iter(range(len(every)))
    plan = {
        "host": web.host,
        "port": web.port,
        "seconds": within,
        "queues": [[(one.data, next(numbers)) for one in queue] for queue in queues],
    }
    before = processor_seconds(web.processes())
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-S", str(CLIENT)],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=False,
    )
    used = processor_seconds(web.processes()) - before
    if done.returncode:
        raise MeasurementError(f"the browsers failed: {done.stderr[-2000:]}")
    told = json.loads(done.stdout)
    as_wanted = [
        every[number] for number, status, _ in told["answers"] if status == every[number].wanted
    ]
    return Round(
        kind=every[0].kind,
        n=len(every),
        seconds=told["seconds"],
        milliseconds=tuple(took for _, status, took in told["answers"] if status),
        statuses=dict(Counter(status for _, status, _ in told["answers"])),
        acknowledged=tuple(as_wanted),
        again=told["again"],
        client_cpu=told["cpu"],
        server_cpu=used,
    )


def processor_seconds(pids: Collection[int]) -> float:
    """What these processes have used so far, in user and system mode."""
    ticks = 0
    for pid in pids:
        # Behind the name of the program, which may hold anything
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Memory of one process that lies in RAM."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
