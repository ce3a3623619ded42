"""One trial on one engine: a whole installation at work, killed again and again, then compared."""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.cluster import DURABLE, Postmaster, postmaster
from bench.command import MeasurementError
from bench.kill.clients import AssessorClient, Client, CoordinatorClient, Shift
from bench.kill.findings import total
from bench.kill.killer import Kill, Killer
from bench.kill.ledger import Ledger
from bench.site import Site, Wanted, World

LEASE = 20
"""Seconds after which a job whose worker is silent is run again; 1,800 in an installation."""
CARELESS = f"{DURABLE} -c synchronous_commit=off -c wal_writer_delay=10s"
"""Answers before a commit is written down: what a service must not run with."""
EXAM_CASES = 2
GIVEN = 2
KILLS_A_PERSON = 2
"""One more person for so many kills and client: nobody has practice cases without end."""


def trial(
    *,
    on_postgresql: bool,
    kills: int,
    seed: int,
    clients: int = 20,
    port: int = 0,
    settings: str = DURABLE,
) -> dict[str, Any]:
    """Run it; the figures, and every finding as a sentence. Raises MeasurementError.

    `settings` are PostgreSQL's: with CARELESS ones writes must be found to be lost, which shows
    that the trial would notice.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kill-")))
        database = stack.enter_context(postmaster(settings)) if on_postgresql else None
        more = {"JOB_LEASE_SECONDS": str(LEASE), "LOG_LEVEL": "CRITICAL"}
        site = Site(folder, database.address if database else "", more)
        site.prepare()
        people = clients * (1 + kills // (KILLS_A_PERSON * 10))
        world = site.make_world(Wanted(assessors=people, cases=GIVEN, exam_cases=EXAM_CASES))
        inside(site, "hurry")
        return _driven(site, world, database, kills=kills, seed=seed, clients=clients, port=port)


def _driven(
    site: Site,
    world: World,
    database: Postmaster | None,
    *,
    kills: int,
    seed: int,
    clients: int,
    port: int,
) -> dict[str, Any]:
    web = site.web(port, processes=2 if database else 1)
    worker = site.worker()
    shift = Shift(world, Ledger(), web.host, web.port, seed)
    killer = Killer(
        web,
        worker,
        shift.clock,
        random.Random(seed),  # noqa: S311 - repeatable
        lambda: shift.ledger.acknowledged,
        database,
    )
    began = time.monotonic()
    try:
        worker.start()
        web.start()
        web.wait_until_ready()
        shift.clock.up_since = time.monotonic()
        with at_work(shift, clients):
            done = killer.kill(kills)
            time.sleep(2)
        drove = time.monotonic() - began
        if not worker.is_running:
            killer.ended_by_itself += 1
            worker.start()
        settled = inside(site, "settle")
        worker.stop()
        compared = _compared(site, shift.ledger, worker.log)
    finally:
        web.stop()
        worker.stop()
    told = _told(shift.ledger, done, compared)
    return told | {
        "clients": clients,
        "seconds": round(drove, 1),
        "settled_seconds": settled["seconds"],
        "worker_ended_by_itself": killer.ended_by_itself,
    }


@contextmanager
def at_work(shift: Shift, clients: int) -> Iterator[None]:
    """The clients work while the block runs; then each brings what it began to its end."""
    for person in shift.world.assessors:
        shift.waiting.put(person)
    team: list[Client] = [AssessorClient(shift, f"assessor {n}") for n in range(clients)]
    team.append(CoordinatorClient(shift, "coordinator"))
    for one in team:
        one.start()
    try:
        yield
    finally:
        shift.over.set()
        for one in team:
            one.join(180)
    failed = [one for one in team if one.failure is not None or one.is_alive()]
    if failed:
        raise MeasurementError(f"{failed[0].name} came to no end: {failed[0].failure!r}")


def inside(site: Site, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.run("-m", "bench.kill.inside", *words))
    return found


def _compared(site: Site, ledger: Ledger, log: Path) -> dict[str, Any]:
    file = site.folder / "ledger.json"
    file.write_text(ledger.to_json(), encoding="utf-8")
    return inside(site, "compare", str(file), str(EXAM_CASES), str(log))


def _told(ledger: Ledger, kills: Sequence[Kill], compared: dict[str, Any]) -> dict[str, Any]:
    found = compared["found"]
    recovered: dict[str, list[float]] = {}
    for kill in kills:
        recovered.setdefault(kill.kind, []).append(kill.recovered)
    after = [one for one in ledger.failures if one.after >= 0]
    return {
        "kills": dict(sorted(Counter(kill.kind for kill in kills).items())),
        "recovery_seconds": {
            kind: {"median": statistics.median(seconds), "longest": max(seconds)}
            for kind, seconds in sorted(recovered.items())
        },
        "requests": ledger.requests,
        "cut": ledger.cuts,
        "acknowledged": ledger.acknowledged,
        "failed_while_down": len(ledger.failures) - len(after),
        "failed_after": len(after),
        "failed_after_told": Counter(f"{one.status} {one.what}" for one in after),
        "findings": {kind: len(sentences) for kind, sentences in found.items()},
        "found": {kind: sentences[:20] for kind, sentences in found.items() if sentences},
        "total": total(found),
        "looked_at": compared["looked_at"],
    }
