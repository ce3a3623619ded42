"""How soon drift is seen, and how often sound assessors raise a false alarm."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from statistics import mean, median
from typing import Any

import numpy as np

from bench.drift.made import FALLS, Row, Simulated, average, computed, floor
from bench.drift.newly import EXERCISES, Trial, named_rules, trials
from bench.drift.others import tried
from bench.drift.readers import bank, rules_of_bank
from bench.drift.tables import rows, run_lengths, tables
from bench.drift.text import text
from bench.machine import machine, today
from reliability.monitoring import Limits, item_points, limits, usual_items

__all__ = ["figures", "text"]

SEED = 20261125
RULES_OF = "static-99r"
TOOLS = (RULES_OF, "cport", "casic", "rm2000s", "osp")
WANTED_FALLS: Mapping[str, tuple[int, int]] = {"0.08": (10, 5), "0": (8, 4)}
"""By clustering: the medians wanted for each fall."""
WANTED_RUN_LENGTH = 180
WANTED = {"run_length": WANTED_RUN_LENGTH, "medians": WANTED_FALLS, "rule": 4}
KNOWN = 0.01
"""The clustering that is left where the difficulty of each case is known."""


def figures(
    *, full: bool = False, assessors: int = 4_000, codings: int = 300, number: int = 4
) -> dict[str, Any]:
    """Falls of accuracy on cases made alike, and misread rules on the cases that ship.

    `full`: five times as many assessors, codings of each case and trials of each rule; and other
    detectors of a fall, tried with the whole run length for themselves.
    """
    began = time.perf_counter()
    if full:
        assessors, codings, number = 5 * assessors, 5 * codings, 5 * number
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as processes:
        shipped = processes.map(partial(_bank, codings), TOOLS)
        jobs = [(sound, rule) for sound in (0.90, 0.95) for rule in named_rules(RULES_OF)]
        newly = list(processes.map(partial(_newly, number), jobs, chunksize=4))
        banks = list(shipped)
        falls = list(
            processes.map(
                partial(_falls, assessors), (("0.08", False), ("0", False), ("0.08", True))
            )
        )
    by_sound = {
        str(sound): [
            one for job, told in zip(jobs, newly, strict=True) for one in told if job[0] == sound
        ]
        for sound in (0.90, 0.95)
    }
    return {
        "wanted": WANTED,
        "falls": [_with_rules(row, banks[0]["rules"]) for row in falls],
        "peers": _peers(),
        "rules": {sound: _rules(told) for sound, told in by_sound.items()},
        "bank": banks,
        "tried": _tried() if full else [],
        "limits": asdict(limits()),
        "assessors": assessors,
        "codings": codings,
        "trials_per_rule": number,
        "seconds": round(time.perf_counter() - began, 1),
        "machine": machine(),
        "date": today(),
        "seeds": {"all": SEED},
    }


def _falls(assessors: int, what: tuple[str, bool]) -> dict[str, Any]:
    clustering, is_known = what
    held = KNOWN if is_known else float(clustering)
    found = limits(clustering=held)
    wanted = WANTED_FALLS[clustering]
    alone = Simulated(found, np.random.default_rng([SEED, 1]), is_known)
    seen = [
        Simulated(found, np.random.default_rng([SEED, 2, n]), is_known).medians(
            level, 5 * assessors, most
        )
        for n, (level, most) in enumerate(zip(FALLS, wanted, strict=True))
    ]
    return {
        "clustering": clustering,
        "difficulty_known": is_known,
        "accuracy_and_bias": round(alone.run_length(assessors, 1_500), 1),
        "medians": [middle for middle, _ in seen],
        "within": [share for _, share in seen],
        "computed": None if is_known else asdict(computed(found, wanted)),
    }


def _with_rules(row: dict[str, Any], rules: float) -> dict[str, Any]:
    """The run length of all: the alarms on rules come on top, independent of those."""
    together = 1 / (1 / row["accuracy_and_bias"] + 1 / rules)
    return {**row, "run_length": round(together, 1)}


def _peers() -> dict[str, Any]:
    """Two simpler rules on the same cases, exact; the average with two widths."""
    made: dict[str, Callable[[float, Sequence[int]], Row]] = {
        "EWMA, weight .2, width 2.7": partial(average, width=2.7),
        "EWMA, weight .2, width 2.8": partial(average, width=2.8),
        "below 80 % on a case": floor,
    }
    return {
        name: {c: asdict(row_of(float(c), most)) for c, most in WANTED_FALLS.items()}
        for name, row_of in made.items()
    }


def _tried() -> list[dict[str, Any]]:
    return tried(WANTED_RUN_LENGTH, 0.08, assessors=4_000, seed=SEED)


def _newly(number: int, job: tuple[float, str]) -> list[Trial]:
    sound, rule = job
    found = limits(points=item_points(RULES_OF))
    return trials(RULES_OF, rule, number, found, sound=sound, seed=str(SEED))


def _rules(told: Sequence[Trial]) -> dict[str, Any]:
    never = EXERCISES + 1
    by_rule: dict[str, list[int]] = {}
    for one in told:
        by_rule.setdefault(one.rule, []).append(one.named or never)
    named = [one.named or never for one in told]
    return {
        "rules": len(by_rule),
        "trials": len(told),
        "median": median(named),
        "within_4": round(mean(n <= 4 for n in named), 3),
        "named": round(mean(n < never for n in named), 3),
        "rules_within_4": sum(median(cases) <= 4 for cases in by_rule.values()),
        "median_of_any_alarm": median(one.seen or never for one in told),
        "wrongly_per_trial": round(mean(one.wrongly for one in told), 3),
        "names": round(mean(one.names for one in told if one.named), 2),
    }


def _bank(codings: int, tool: str) -> dict[str, Any]:
    """Sound assessors on the cases that ship: how often anything at all is alarmed."""
    told = rows(tool, range(len(bank(tool))), codings, str(SEED))
    items = usual_items([coding.items for row in told for coding in row])
    scored = mean(coding.items > 0 for row in told for coding in row)
    found: Limits = limits(items=items, points=item_points(tool), scored=scored)
    sound = tables(tool, told, found)
    lengths = run_lengths(sound, found, [found.rule], assessors=600, cases=1_500, seed=SEED)
    return {
        "tool": tool,
        "cases": len(bank(tool)),
        "rules_tested": len(rules_of_bank(tool)),
        "items": round(sound.items, 1),
        "scored": round(scored, 2),
        "accuracy": round(lengths.accuracy),
        "bias": round(lengths.bias),
        "rules": round(lengths.rules[0]),
        "run_length": round(lengths.all),
        "agreement": round(sound.share, 3),
    }
