"""Seconds of eight tasks: ours, every peer and a bound in plain numpy, side by side."""

from collections.abc import Mapping
from typing import Any

from bench.machine import described, machine, today
from bench.statistics.environments import versions
from bench.statistics.memory import measured
from bench.statistics.race import BOUND, OURS, Result, race
from bench.statistics.tasks import SEED, TASKS, Task


def figures(*, full: bool = False) -> dict[str, Any]:
    """The figures of every task, by its letter, and the memory of the large table."""
    return {
        "tasks": {key: _figures_of(task, race(task, full=full)) for key, task in TASKS.items()},
        "memory": measured(),
        "clock": "processor seconds of one thread, medians",
        "machine": machine(),
        "date": today(),
        "seeds": {"tables": SEED, "bootstrap": SEED},
        "peers": versions(),
    }


def _figures_of(task: Task, results: Mapping[str, Result]) -> dict[str, Any]:
    """`fastest_peer` is the fastest of those that do the whole task and give the same answer."""
    ours, bound = results[OURS], results[BOUND]
    peers = {name: one for name, one in results.items() if name not in (OURS, BOUND)}
    said = {name: _judged(one, ours, task) for name, one in peers.items()}
    right = [
        name
        for name, one in peers.items()
        if one.seconds and one.is_whole and not said[name]["differs"]
    ]
    peer = min(right, key=lambda name: peers[name].seconds or 0) if right else None
    fastest = peers[peer].seconds if peer else None
    return {
        "what": task.what,
        "ours": ours.seconds,
        "fastest_peer": fastest,
        "peer": peer,
        "bound": bound.seconds,
        "peer_over_ours": _ratio(fastest, ours.seconds),
        "ours_over_bound": _ratio(ours.seconds, bound.seconds),
        "wanted": {"peer_over_ours": task.least, "ours_over_bound": task.most},
        "bound_differs": _differs(bound, ours, task.tolerance),
        "said": ours.said or None,
        "peers": said,
    }


def _judged(one: Result, ours: Result, task: Task) -> dict[str, object]:
    return {**one.as_json(), "differs": _differs(one, ours, task.tolerance)}


def _differs(one: Result, ours: Result, tolerance: float) -> str | None:
    """The figure that is furthest from ours, where it is beyond the tolerance."""
    away = {
        name: abs(value - ours.answer[name])
        for name, value in one.answer.items()
        if name in ours.answer
    }
    if not away or max(away.values()) <= _tolerance(one, tolerance):
        return None
    name = max(away, key=lambda name: away[name])
    return f"{name} {one.answer[name]:.5f}, ours {ours.answer[name]:.5f}"


def _tolerance(one: Result, tolerance: float) -> float:
    return max(tolerance, 0.00501) if "two decimals" in one.said else tolerance


def _ratio(above: float | None, below: float | None) -> float | None:
    return round(above / below, 2) if above and below else None


def text(found: Mapping[str, Any]) -> str:
    """The figures as tables."""
    lines = [described(found["machine"], found["date"]), "", _HEAD, "-" * len(_HEAD)]
    for key, task in found["tasks"].items():
        lines.append(_row(key, task))
    lines += ["", "every peer:"]
    for key, task in found["tasks"].items():
        for name, one in task["peers"].items():
            lines.append(f"{key}  {name:<34}{_seconds(one['seconds']):>11}  {_remarks(one)}")
    memory = found["memory"]
    lines += ["", f"10,000 raters x 100,000 targets, 5,000,000 ratings: {memory['peak_gib']} GiB"]
    lines += ["peers: " + ", ".join(f"{name} {v}" for name, v in found["peers"].items())]
    return "\n".join(lines)


_HEAD = (
    f"{'task':<47}{'ours':>11}{'bound':>11}{'/bound':>8}{'peer':>11}{'peer/ours':>11}  fastest peer"
)


def _row(key: str, task: Mapping[str, Any]) -> str:
    return (
        f"{key}  {task['what']:<44}{_seconds(task['ours']):>11}{_seconds(task['bound']):>11}"
        f"{task['ours_over_bound'] or '':>8}{_seconds(task['fastest_peer']):>11}"
        f"{task['peer_over_ours'] or '':>11}  {task['peer'] or ''}{_said(task)}"
    )


def _said(task: Mapping[str, Any]) -> str:
    return f"  ({task['said']})" if task["said"] else ""


def _remarks(one: Mapping[str, Any]) -> str:
    remarks = [one["said"], f"differs: {one['differs']}" if one["differs"] else None]
    return "; ".join(filter(None, remarks))


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1000:,.2f} ms"
