"""Kills of every server at random moments while people work: is anything lost, or there twice?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from bench.kill.findings import KINDS
from bench.kill.trial import trial
from bench.machine import described, machine, today

KILLS, FULL_KILLS = 20, 200
SEED = 20261122
ENGINES = {"PostgreSQL": True, "SQLite": False}


def figures(*, full: bool = False, kills: int = 0, seed: int = SEED) -> dict[str, Any]:
    """The same trial on both engines, one after the other. Raises MeasurementError."""
    kills = kills or (FULL_KILLS if full else KILLS)
    load = os.getloadavg()[0]
    return {
        "trials": {
            name: trial(on_postgresql=on_postgresql, kills=kills, seed=seed)
            for name, on_postgresql in ENGINES.items()
        },
        "seed": seed,
        "wanted": {"total": 0, "failed_after": 0},
        "load": round(load, 1),
        "machine": machine(),
        "date": today(),
        "peers": {},
    }


def text(found: Mapping[str, Any]) -> str:
    """The figures of both engines side by side, and every finding as a sentence below."""
    trials: Mapping[str, Any] = found["trials"]
    rows = [
        ("kills", lambda one: str(sum(one["kills"].values()))),
        *((f"- {kind}", _killed(kind)) for kind in _kinds(trials)),
        ("clients", lambda one: str(one["clients"])),
        ("requests sent", lambda one: f"{one['requests']:,}"),
        ("connections cut", lambda one: f"{one['cut']:,}"),
        ("writes acknowledged", lambda one: f"{one['acknowledged']:,}"),
        *((what, _counted(kind)) for kind, what in KINDS.items()),
        ("answers of 500 and more while something was down", _figure("failed_while_down")),
        ("answers of 500 and more afterwards", _figure("failed_after")),
        ("worker ended by itself", _figure("worker_ended_by_itself")),
        *((f"compared: {what}", _looked_at(what)) for what in _compared(trials)),
    ]
    lines = [f"| {what} | " + " | ".join(map(tell, trials.values())) + " |" for what, tell in rows]
    sentences = [
        f"{name}, {kind}: {sentence}"
        for name, one in trials.items()
        for kind, told in one["found"].items()
        for sentence in told
    ]
    return "\n".join(
        [
            f"{described(found['machine'], found['date'])}, load {found['load']} before, "
            f"seed {found['seed']}",
            "",
            f"| | {' | '.join(trials)} |",
            "|---|" + "---|" * len(trials),
            *lines,
            *(["", *sentences] if sentences else []),
        ]
    )


def _kinds(trials: Mapping[str, Any]) -> list[str]:
    return sorted({kind for one in trials.values() for kind in one["kills"]})


def _compared(trials: Mapping[str, Any]) -> list[str]:
    return sorted({what for one in trials.values() for what in one["looked_at"]})


def _killed(kind: str) -> Any:
    """How often, and how long until everything served again."""

    def tell(one: Mapping[str, Any]) -> str:
        if kind not in one["kills"]:
            return ""
        back = one["recovery_seconds"][kind]
        return f"{one['kills'][kind]}, back in {back['median']:.1f} s ({back['longest']:.1f})"

    return tell


def _counted(kind: str) -> Any:
    return lambda one: str(one["findings"][kind])


def _figure(name: str) -> Any:
    return lambda one: str(one[name])


def _looked_at(what: str) -> Any:
    return lambda one: f"{one['looked_at'].get(what, 0):,}"
