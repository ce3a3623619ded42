"""How often nominal 95 % intervals hold the true value, by simulation."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.coverage import populations
from bench.coverage.intervals import (
    COEFFICIENTS,
    Judge,
    of_concordance,
    of_five,
    of_iccs,
    of_two,
    of_yes_and_no,
)
from bench.coverage.populations import Population
from bench.machine import described, machine, today
from reliability.stats import agreement, as_ratings, kappa
from reliability.stats.alpha import krippendorff_alpha

SEED = 20261122
SIMULATIONS = 1500
TARGETS_OF_TRUTH = 400_000


@dataclass(frozen=True)
class Scenario:
    """Samples of n targets from a population, and what judges their intervals."""

    population: Population
    n: int
    judge: Judge


SCENARIOS = (
    *(Scenario(populations.FIVE, n, of_five) for n in (15, 30, 100)),
    Scenario(populations.GAPS, 30, of_five),
    *(Scenario(populations.RARE, n, of_yes_and_no) for n in (30, 100)),
    *(Scenario(populations.PAIR, n, of_two) for n in (30, 100)),
    Scenario(populations.ONE_WAY, 20, of_iccs("icc1")),
    *(Scenario(populations.RANDOM, n, of_iccs("icc2")) for n in (20, 100)),
    Scenario(populations.FIXED, 20, of_iccs("icc3")),
    Scenario(populations.CONTINUOUS, 30, of_concordance),
)


def figures(*, full: bool = False) -> dict[str, Any]:
    """Every scenario with 1,500 samples, 10,000 with `full`."""
    simulations = 10_000 if full else SIMULATIONS
    rows = [row for scenario in SCENARIOS for row in simulated(scenario, simulations)]
    return {
        "nominal": 0.95,
        "simulations": simulations,
        "error_of_95": round(math.sqrt(0.95 * 0.05 / simulations), 4),
        "rows": rows,
        "machine": machine(),
        "date": today(),
        "seeds": {"samples": SEED},
        "peers": {},
    }


def simulated(scenario: Scenario, simulations: int) -> list[dict[str, Any]]:
    """Coverage, its Monte-Carlo error, and how often there was no interval, for each method."""
    true = truth(scenario.population, scenario.judge)
    random = np.random.default_rng([SEED, scenario.n])
    held: dict[tuple[str, str], list[bool]] = {}
    absent: dict[tuple[str, str], int] = {}
    for number in range(simulations):
        table = scenario.population.draw(random, scenario.n)
        for (figure, method), limits in scenario.judge(table, number).items():
            kept = held.setdefault((figure, method), [])
            if limits is None:
                absent[figure, method] = absent.get((figure, method), 0) + 1
            else:
                kept.append(limits[0] <= true[figure] <= limits[1])
    return [
        {
            "population": scenario.population.name,
            "n": scenario.n,
            "figure": figure,
            "true": round(true[figure], 4),
            "method": method,
            **_share(kept),
            "without_interval": absent.get((figure, method), 0),
        }
        for (figure, method), kept in sorted(held.items())
    ]


def _share(kept: list[bool]) -> dict[str, float | None]:
    if not kept:
        return {"coverage": None, "error": None}
    share = sum(kept) / len(kept)
    return {
        "coverage": round(share, 4),
        "error": round(math.sqrt(max(share * (1 - share), 1e-4) / len(kept)), 4),
    }


def truth(population: Population, judge: Judge) -> dict[str, float]:
    """The figures of the population: given, or those of a very large sample."""
    if population.truth:
        return population.truth
    ratings = as_ratings(population.draw(np.random.default_rng(SEED), TARGETS_OF_TRUTH))
    if judge is of_two:
        found = {
            f"cohen.{weights}": kappa.cohen(ratings, weights)
            for weights in ("identity", "quadratic")
        }
        found["percent agreement"] = agreement.exact(ratings)
    else:
        found = {name: coefficient(ratings) for name, coefficient in COEFFICIENTS.items()}
        found["kripp.ordinal"] = krippendorff_alpha(ratings, "ordinal")
    return {name: one.value for name, one in found.items() if one.value is not None}


def text(found: Mapping[str, Any]) -> str:
    """One line for each scenario, figure and method."""
    head = f"{'population':<42}{'n':>5}  {'figure':<19}{'true':>7}  {'method':<26}"
    head += f"{'coverage':>9}{'+-':>7}"
    lines = [described(found["machine"], found["date"]), "", head, "-" * len(head)]
    for row in found["rows"]:
        share = "-" if row["coverage"] is None else f"{100 * row['coverage']:.1f}"
        error = "-" if row["error"] is None else f"{100 * row['error']:.1f}"
        lines.append(
            f"{row['population']:<42}{row['n']:>5}  {row['figure']:<19}{row['true']:>7.3f}  "
            f"{row['method']:<26}{share:>9}{error:>7}"
        )
    return "\n".join(lines)
