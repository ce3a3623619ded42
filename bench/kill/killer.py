"""Kills servers at random moments, starts them again, and notes how long that took."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from bench.cluster import Postmaster
from bench.command import MeasurementError
from bench.kill.clients import Clock
from bench.site import Service

SHORTEST, LONGEST = 0.2, 3.0
"""Seconds from the first write after a recovery to the next kill."""
LONGEST_WITHOUT_WORK = 30.0
PATIENCE = 120.0


@dataclass(frozen=True)
class Kill:
    """One kill: what fell, and after how many seconds everything served again."""

    kind: str
    recovered: float


@dataclass
class Killer:
    """The servers of one installation, and what can befall them. The database may be a file."""

    web: Service
    worker: Service
    clock: Clock
    random: random.Random
    answered: Callable[[], int]
    """How many writes were acknowledged so far."""
    postmaster: Postmaster | None = None
    ended_by_itself: int = 0
    """How often a worker was found to have ended without having been killed."""

    @property
    def kinds(self) -> Mapping[str, Callable[[], None]]:
        """What may be killed here."""
        kinds = {"web": self.web.kill, "worker": self.worker.kill, "everything": self._everything}
        if self.postmaster is None:
            return kinds
        return kinds | {
            "web process": self._web_process,
            "PostgreSQL": self.postmaster.kill,
            "PostgreSQL backend": self._backend,
        }

    def kill(self, times: int) -> list[Kill]:
        """So many kills, every kind about equally often, in a random order."""
        kinds = list(self.kinds)
        order = [kinds[n % len(kinds)] for n in range(times)]
        self.random.shuffle(order)
        return [self._one(kind) for kind in order]

    def _one(self, kind: str) -> Kill:
        """At a random moment of work: a server that has begun to serve, not one that warms up."""
        before, patience = self.answered(), time.monotonic() + LONGEST_WITHOUT_WORK
        while self.answered() == before and time.monotonic() < patience:
            time.sleep(0.05)
        time.sleep(self.random.uniform(SHORTEST, LONGEST))
        self._look_after_worker()
        self.clock.up_since = 0.0
        began = time.monotonic()
        self.kinds[kind]()
        self._mend()
        self.clock.up_since = time.monotonic()
        return Kill(kind, round(self.clock.up_since - began, 2))

    def _mend(self) -> None:
        """What a supervisor does: whatever does not run is started again, the database first."""
        if self.postmaster is not None:
            if not self.postmaster.is_alive:
                self.postmaster.start()
            until(self.postmaster.is_ready, "PostgreSQL")
        for service in (self.web, self.worker):
            if not service.is_running:
                service.start()
        self.web.wait_until_ready(PATIENCE)

    def _look_after_worker(self) -> None:
        if not self.worker.is_running:
            self.ended_by_itself += 1
            self.worker.start()

    def _everything(self) -> None:
        """As a machine that loses its processes, not its disk."""
        if self.postmaster is not None:
            self.postmaster.kill()
        self.web.kill()
        self.worker.kill()

    def _web_process(self) -> None:
        """One of the processes that serve, not the one that looks after them."""
        if self.web.process is None:
            return
        serving = [pid for pid in self.web.processes() if pid != self.web.process.pid]
        if serving:
            with suppress(ProcessLookupError):
                os.kill(self.random.choice(serving), signal.SIGKILL)

    def _backend(self) -> None:
        """One connection's process: PostgreSQL then ends all others and recovers by itself."""
        if self.postmaster is None:
            return
        serving = self.postmaster.backends()
        if serving:
            with suppress(ProcessLookupError):
                os.kill(self.random.choice(serving), signal.SIGKILL)
            # Until it has noticed: it would still say that it is ready.
            time.sleep(0.1)


def until(is_so: Callable[[], bool], name: str) -> None:
    """Wait until something is so. Raises MeasurementError where it never is."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise MeasurementError(f"{name} did not come up in {PATIENCE:.0f} s.")
        time.sleep(0.05)
