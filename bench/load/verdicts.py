"""From rounds to figures: ratios to the empty view, lost writes, growth; each beside its target."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.load.rounds import Round
from bench.load.written import Request

MOST = {"autosave": 3.0, "submit": 3.0, "feedback": 5.0}
"""How many times the 95th percentile of the empty view it may take."""
LEAST_RATE = 0.5
"""Of the empty view's throughput, for what saves."""
LEAST_GAIN = 1.3
MOST_GROWTH = 0.05
"""Of the memory after the first quarter of the requests, in the other three."""


@dataclass(frozen=True)
class Compared:
    """One kind of request beside the empty view of the same rounds: medians over the rounds."""

    kind: str
    n: int
    rate: float
    """Of the empty view's."""
    p95: float
    """Times the empty view's."""
    p95_from: float
    p95_to: float
    """The smallest and the largest of the rounds."""
    cost: float
    """Processor time in the server, times the empty view's."""
    client: float
    """The browsers' share of one core, at most."""


def compared(rounds: Sequence[Round], kind: str, reference: str = "reference") -> Compared:
    """Each round beside the round of the empty view that ran right before or after it."""
    own = [one for one in rounds if one.kind == kind]
    beside = [one for one in rounds if one.kind == reference]
    pairs = list(zip(own, beside, strict=True))
    p95 = [one.p95 / other.p95 for one, other in pairs]
    return Compared(
        kind=kind,
        n=sum(one.n for one in own),
        rate=statistics.median(one.rate / other.rate for one, other in pairs),
        p95=statistics.median(p95),
        p95_from=min(p95),
        p95_to=max(p95),
        cost=statistics.median(one.cost / other.cost for one, other in pairs),
        client=max(one.client_share for one in own),
    )


def falls_short(found: Compared) -> list[str]:
    """What of its targets this kind does not reach."""
    short = []
    if found.kind != "feedback" and found.rate < LEAST_RATE:
        short.append(f"{found.kind}: {found.rate:.2f} of the throughput, {LEAST_RATE} wanted")
    most = MOST[found.kind]
    if found.p95 >= most:
        short.append(f"{found.kind}: p95 {found.p95:.1f} times, under {most:.0f} wanted")
    return short


def shortfalls(found: Mapping[str, Any]) -> list[str]:
    """One sentence for everything wanted that was not reached."""
    short = []
    for name in ("sqlite", "postgresql"):
        place = found[name]
        for kind in MOST:
            short += [f"{name}, {one}" for one in falls_short(Compared(**place["beside"][kind]))]
        if place["refused"]:
            short.append(f"{name}: {place['refused']} requests not answered as wanted")
        if place["lost"]:
            short.append(f"{name}: {len(place['lost'])} acknowledged writes lost or doubled")
    if found["writers"]["refused"]:
        short.append(f"sqlite: {found['writers']['refused']} refused with eight writers")
    if found["two_processes"]["gain"] < LEAST_GAIN:
        told = f"{found['two_processes']['gain']:.2f} times one, {LEAST_GAIN} wanted"
        short.append(f"postgresql: two web processes give {told}")
    if found["memory"]["growth"] > MOST_GROWTH:
        short.append(f"memory grows by {found['memory']['growth']:.1%}")
    return short


def middle(values: Iterable[float]) -> float:
    return statistics.median(values)


def gain(alone: Sequence[Round], both: Sequence[Round]) -> float:
    """How much more two web processes answer than one: the median over pairs of rounds."""
    return statistics.median(two.rate / one.rate for one, two in zip(alone, both, strict=True))


def growth(memory: Mapping[int, float]) -> float:
    """Of the memory at the first look, until the last."""
    first, *_, last = (memory[n] for n in sorted(memory))
    return last / first - 1


def lost(
    acknowledged: Iterable[Request], told: Mapping[str, Sequence[Sequence[object]]]
) -> list[str]:
    """Acknowledged writes that the database does not hold, and codings that it holds twice."""
    stored = {(one[0], one[1]): (one[2], one[3]) for one in told["answers"]}
    codings = [one[0] for one in told["codings"]]
    newest: dict[tuple[int, str], Request] = {}
    problems = []
    for one in acknowledged:
        if one.kind == "submit" and codings.count(one.case) != 1:
            problems.append(f"case {one.case} is there {codings.count(one.case)} times")
        elif one.kind == "autosave":
            known = newest.get((one.case, one.question))
            if known is None or one.revision > known.revision:
                newest[one.case, one.question] = one
    for (case, question), one in newest.items():
        revision, score = stored.get((case, question), (0, None))
        if (revision, str(score)) != (one.revision, one.value):
            problems.append(
                f"case {case}, {question}: saved as {one.value} at revision {one.revision}, "
                f"stored as {score} at {revision}"
            )
    return problems
