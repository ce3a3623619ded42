"""The pages that write, beside an empty view of Django's that does one INSERT on the same server.

The empty view is an address of the same web server: the same processes, middleware, session and
database, asked by the same people with the same request. Rounds of each kind take turns in one run,
so that whatever else the machine does falls on all of them.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bench.cluster import cluster
from bench.load import measuring, verdicts
from bench.load.measuring import Place, Size
from bench.load.rounds import Round
from bench.machine import described, machine, today

LONGER = Size(rounds=8, forms=4)
KINDS = ("autosave", "submit", "feedback", "anonymous", "bare")


def figures(*, full: bool = False, size: Size | None = None) -> dict[str, Any]:
    """All of it: on SQLite, then on a throwaway PostgreSQL. `full` doubles the rounds."""
    size = size or (LONGER if full else Size())
    before = os.getloadavg()[0]
    with measuring.place("", size) as at:
        on_sqlite = _beside(at, size)
        written = measuring.writers(at, size)
        memory = measuring.memory(at, size)
        on_sqlite |= _kept(at)
    with cluster() as url, measuring.place(url, size) as at:
        on_postgresql = _beside(at, size)
        alone, both = measuring.one_and_two(at, size)
        on_postgresql |= _kept(at)
    found = {
        "clients": size.clients,
        "sqlite": on_sqlite,
        "postgresql": on_postgresql,
        "writers": {"processes": size.writers, **_writing(written)},
        "memory": {"mib": memory, "growth": round(verdicts.growth(memory), 4)},
        "two_processes": {
            "gain": round(verdicts.gain(alone, both), 2),
            "one": _writing(alone),
            "two": _writing(both),
        },
        "load": {"before": round(before, 1), "after": round(os.getloadavg()[0], 1)},
        "machine": machine(),
        "date": today(),
        "peers": {},
    }
    return {**found, "short": verdicts.shortfalls(found)}


def _beside(at: Place, size: Size) -> dict[str, Any]:
    rounds = measuring.ratios(at, size)
    own = [one for one in rounds if one.kind == "reference"]
    return {
        "reference": {
            "a_second": round(verdicts.middle(one.rate for one in own), 1),
            "p95_ms": round(verdicts.middle(one.p95 for one in own), 1),
            "cost_ms": round(verdicts.middle(one.cost for one in own), 2),
            "client": round(max(one.client_share for one in own), 2),
        },
        "beside": {kind: asdict(verdicts.compared(rounds, kind)) for kind in KINDS},
    }


def _kept(at: Place) -> dict[str, Any]:
    """What went wrong in any round of this place, and what the database lacks afterwards."""
    acknowledged = [one for each in at.asked for one in each.acknowledged]
    statuses: dict[str, int] = {}
    for each in at.asked:
        for status, n in each.statuses.items():
            statuses[str(status)] = statuses.get(str(status), 0) + n
    return {
        "requests": sum(each.n for each in at.asked),
        "refused": sum(each.refused for each in at.asked),
        "statuses": statuses,
        "again": sum(each.again for each in at.asked),
        "lost": verdicts.lost(acknowledged, at.told()),
    }


def _writing(rounds: Sequence[Round]) -> dict[str, Any]:
    return {
        "requests": sum(one.n for one in rounds),
        "refused": sum(one.refused for one in rounds),
        "a_second": round(verdicts.middle(one.rate for one in rounds), 1),
        "p95_ms": round(verdicts.middle(one.p95 for one in rounds), 1),
        "client": round(max(one.client_share for one in rounds), 2),
    }


def text(found: Mapping[str, Any]) -> str:
    """Tables for people; the last lines say what falls short."""
    load = found["load"]
    lines = [
        described(found["machine"], found["date"]),
        f"load average {load['before']} before and {load['after']} after, the measurement itself "
        f"included; {found['clients']} clients",
    ]
    for name, title in {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.items():
        lines += ["", *_table(title, found[name])]
    writers, two, memory = found["writers"], found["two_processes"], found["memory"]
    told = ", ".join(f"{n:,}: {mib:.1f} MiB" for n, mib in memory["mib"].items())
    lines += [
        "",
        f"SQLite, {writers['processes']} writing processes: {writers['requests']:,} answers saved, "
        f"{writers['refused']} refused, {writers['a_second']} a second",
        f"PostgreSQL, two web processes beside one: {two['gain']:.2f} times "
        f"({verdicts.LEAST_GAIN} wanted); the browsers used {two['one']['client']:.2f} of a core "
        f"beside one and {two['two']['client']:.2f} beside two",
        f"Memory of one web process after requests: {told}; growth {memory['growth']:.1%} "
        f"(under {verdicts.MOST_GROWTH:.0%} wanted)",
        "",
        *([f"falls short: {one}" for one in found["short"]] or ["Everything wanted is reached."]),
    ]
    return "\n".join(lines)


def _table(title: str, place: Mapping[str, Any]) -> list[str]:
    own = place["reference"]
    rows = [
        f"| {one.kind} | {one.n:,} | {one.rate:.2f} | {one.p95:.2f} ({one.p95_from:.2f} to "
        f"{one.p95_to:.2f}) | {one.cost:.2f} | {one.client:.2f} |"
        for one in (verdicts.Compared(**each) for each in place["beside"].values())
    ]
    return [
        f"{title}: the empty view answers {own['a_second']} a second, p95 {own['p95_ms']} ms, "
        f"{own['cost_ms']} ms of processor time each, clients {own['client']:.2f} of a core",
        "",
        "| times the empty view | requests | rate | p95 (rounds) | processor time | clients |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        f"{place['requests']:,} requests, {place['refused']} not answered as wanted "
        f"({place['statuses']}), {place['again']} sent again, {len(place['lost'])} writes lost",
        *place["lost"][:10],
    ]
