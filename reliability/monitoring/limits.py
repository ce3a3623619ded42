"""Limits from a stated run length, shared out between all detectors, and the delays they cost."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import exp, log
from pathlib import Path

import numpy as np

from reliability.monitoring.chain import Chain, cusum_chain, ewma_chain, limit_for
from reliability.monitoring.chances import (
    CLUSTERING,
    accuracy_supports,
    deviation_moments,
    deviations,
    wrong_items,
)
from reliability.stats.arrays import FloatArray

RUN_LENGTH = 180.0
"""Check cases of a sound assessor between two false alarms, all detectors together."""
SHARES: Mapping[str, float] = {"accuracy": 0.93, "bias": 0.04, "rules": 0.05}
"""How the false alarms are shared out. Each detector alone then has a run length of the whole
divided by its share. They add to more than 1, as some alarms coincide; together they have at least
the whole, by simulation (`python -m bench drift`)."""
WEIGHT = 0.2
"""Of the newest case in the moving averages that are drawn."""
SLACK = 0.5
"""Of the sums of deviations, in standard deviations: tuned to a shift of one of them."""
MEASURED = Path(__file__).with_name("rule_limits.toml")


@dataclass(frozen=True)
class Limits:
    """Where each chart signals. Sums of accuracy and rules are in natural logarithms of odds."""

    run_length: float
    items: int
    level: float
    clustering: float
    points: float
    """How many points a wrong item moves the total."""
    accuracy: float
    bias: float
    """For the sums of deviations, in standard deviations, each direction."""
    rule: float
    ewma: float
    """Half-width of the average of accuracy in its standard deviations, as if it stood alone."""
    bias_ewma: float


@dataclass(frozen=True)
class Delay:
    """How long a fall to this level goes unseen by the accuracy chart."""

    level: float
    median: int | None
    """Check cases that have items; None: longer than is followed."""
    mean: float


@dataclass(frozen=True)
class RuleDelay:
    """How long one newly misread rule goes unseen, measured on the cases that ship."""

    run_length: float
    """Of the rule detectors together, at the limit of the row that was measured."""
    median: int
    """Cases that exercise the rule, until it is seen and rightly named."""


def limits(
    run_length: float = RUN_LENGTH,
    *,
    items: int = 10,
    level: float = 0.90,
    clustering: float = CLUSTERING,
    points: float = 1.0,
    scored: float = 1.0,
) -> Limits:
    """The limits for cases with so many items (their usual number) and this level in control.

    `points`: how far a wrong item moves the total, by `item_points`. `scored`: the share of check
    cases that have items at all; the run length counts the others too, so that limits are lower
    where many cases ask for nothing but whether the tool may be used.

    Accuracy, bias and averages: exact for the model, by Markov chains. Rules: simulated on the
    cases that ship, with the tool that has most rules (`rule_limits.toml` says how).
    """
    if not run_length >= 20:
        raise ValueError(f"a run length below 20 cases is no monitoring, got {run_length}")
    if not (0.5 < level < 1 and items >= 1 and 0 <= clustering < 1):
        raise ValueError(
            f"need a level between .5 and 1, items and a clustering from 0 to below 1; got "
            f"{level}, {items}, {clustering}"
        )
    if not 0 < scored <= 1:
        raise ValueError(f"the share of cases with items must be above 0 and at most 1: {scored}")
    kind = (items, round(level, 2), round(clustering, 3), round(scored, 1) or 0.1)
    return replace(_limits(float(run_length), *kind), points=points)


@lru_cache(maxsize=512)
def _limits(
    run_length: float, items: int, level: float, clustering: float, scored: float
) -> Limits:
    chances = wrong_items(items, level, clustering)
    supports = accuracy_supports(items, level, clustering)
    values, offs = _standard_deviations(items, level, clustering)
    spread = np.sqrt(WEIGHT / (2 - WEIGHT))
    shares = _standard_shares(items, level, clustering)
    return Limits(
        run_length=run_length,
        items=items,
        level=level,
        clustering=clustering,
        points=1.0,
        accuracy=limit_for(
            scored * run_length / SHARES["accuracy"], lambda h: cusum_chain(supports, chances, h)
        ),
        bias=_two_sided(scored * run_length / SHARES["bias"], values, offs),
        rule=_rule_limit(run_length / SHARES["rules"]),
        # Only a fall signals: the upper side is out of reach.
        ewma=limit_for(
            scored * run_length, lambda h: _average(shares, chances, h * spread, 99.0), 8.0
        ),
        bias_ewma=limit_for(
            scored * run_length, lambda h: _average(values, offs, h * spread, h * spread), 8.0
        ),
    )


def _average(values: FloatArray, chances: FloatArray, down: float, up: float) -> Chain:
    return ewma_chain(values, chances, WEIGHT, -down, min(up, float(values.max())))


def _standard_shares(items: int, level: float, clustering: float) -> FloatArray:
    chances, right = wrong_items(items, level, clustering), np.arange(items, -1, -1) / items
    mean = float(right @ chances)
    return np.asarray((right - mean) / np.sqrt(((right - mean) ** 2) @ chances))


def _standard_deviations(
    items: int, level: float, clustering: float
) -> tuple[FloatArray, FloatArray]:
    values, chances = deviations(items, level, clustering)
    mean, spread = deviation_moments(items, level, clustering)
    return (values - mean) / spread, chances


def _two_sided(run_length: float, values: FloatArray, chances: FloatArray) -> float:
    """Both sums share the alarms: 1/ARL = 1/ARL up + 1/ARL down (Van Dobben de Bruyn 1968)."""

    def limit(sign: int, length: float) -> float:
        supports = sign * values - SLACK
        return limit_for(length, lambda h: cusum_chain(supports, chances, h))

    # Errors are mostly upward, so the two sides differ: the wider limit serves both.
    return max(limit(1, 2 * run_length), limit(-1, 2 * run_length))


@cache
def _measured() -> Mapping[str, list[float]]:
    told = tomllib.loads(MEASURED.read_text("utf-8"))
    return {name: [float(row[name]) for row in told["row"]] for name in ("limit", "run_length")}


def _rule_limit(run_length: float) -> float:
    """Between the rows that were measured; beyond them on their last slope."""
    found = _measured()
    heights, lengths = found["limit"], [log(one) for one in found["run_length"]]
    wanted = log(run_length)
    place = next((n for n, one in enumerate(lengths[1:-1]) if wanted <= one), len(lengths) - 2)
    slope = (heights[place + 1] - heights[place]) / (lengths[place + 1] - lengths[place])
    return max(1.0, heights[place] + slope * (wanted - lengths[place]))


def rule_delay(found: Limits) -> RuleDelay:
    """From the measured row with the next higher limit; the highest row beyond them."""
    rows = tomllib.loads(MEASURED.read_text("utf-8"))["row"]
    row = next((row for row in rows if row["limit"] >= found.rule - 1e-9), rows[-1])
    return RuleDelay(float(row["run_length"]), int(row["median"]))


def delays(
    found: Limits, levels: Sequence[float] = (0.82, 0.75), *, sound_cases: int = 24
) -> tuple[Delay, ...]:
    """Check cases until a fall to each level is seen, after so many sound cases without alarm."""
    supports = accuracy_supports(found.items, found.level, found.clustering)
    sound = wrong_items(found.items, found.level, found.clustering)
    here = cusum_chain(supports, sound, found.accuracy).after(sound_cases)
    told = []
    for level in levels:
        fallen = wrong_items(found.items, level, found.clustering)
        median, mean = cusum_chain(supports, fallen, found.accuracy).delay(here)
        told.append(Delay(level, median, mean))
    return tuple(told)


def run_length_for(
    alerts_per_month: float, *, assessors: int, cases_per_month: float = 2.0
) -> float:
    """The run length that gives so many false alerts a month, all assessors together."""
    if not (alerts_per_month > 0 and assessors > 0 and cases_per_month > 0):
        raise ValueError(
            "alerts a month, assessors and cases a month must be above 0, got "
            f"{alerts_per_month}, {assessors}, {cases_per_month}"
        )
    return assessors * cases_per_month / alerts_per_month


def alerts_per_month(found: Limits, *, assessors: int, cases_per_month: float = 2.0) -> float:
    """False alerts a month that these limits give among so many sound assessors."""
    return assessors * cases_per_month / found.run_length


def chance_of_alarm(found: Limits, cases: int) -> float:
    """How likely a sound assessor has at least one false alarm in so many cases, about."""
    return 1 - exp(-cases / found.run_length)
