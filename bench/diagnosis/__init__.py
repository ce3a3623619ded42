"""How well the diagnosis finds the rules that simulated assessors misread."""

import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

from bench.diagnosis.assessors import (
    FIRST_CASE,
    MADE,
    SLIP_RATE,
    Count,
    assessor,
    counted,
    counted_adaptive,
    exercised,
    pool,
)
from bench.machine import described, machine, today
from instruments import catalogue

ASSESSORS, ADAPTIVE = 500, 100
"""Simulated assessors in all, and those for whom the cases are chosen one by one as well."""
CASES = 12
FIRST_ASSESSOR = 1
FEW_RULES = 6
"""A tool with fewer rules that scores can show is left out."""
ROWS = {
    "after_4": "4 cases, drawn",
    "after_8": "8 cases, drawn",
    "after_12": "12 cases, drawn",
    "adaptive_4": "4 cases, chosen",
    "adaptive_8": "8 cases, chosen",
}
WANTED = {"found": 0.95, "falsely_accused": 0.01, "precision": 0.90}


def figures(
    *, full: bool = False, assessors: int = ASSESSORS, adaptive: int = ADAPTIVE
) -> dict[str, Any]:
    """The shares found, falsely accused and truly accused, after 12, 8 and 4 cases."""
    began = time.perf_counter()
    tools = tested_tools()
    chosen = assessors if full else adaptive
    seeds = range(FIRST_ASSESSOR, FIRST_ASSESSOR + assessors)
    measured = _measured(tools, seeds, chosen)
    rows = {name: _shares(measured[name]) for name in ROWS}
    return {
        **rows["after_12"],
        **{name: row for name, row in rows.items() if name != "after_12"},
        "assessors": assessors,
        "assessors_adaptive": chosen,
        "cases": CASES,
        "slip_rate": SLIP_RATE,
        "tools": {
            tool: {"cases": len(pool(tool)), "rules": len(exercised(tool))} for tool in tools
        },
        "seconds": round(time.perf_counter() - began, 1),
        "machine": machine(),
        "date": today(),
        "seeds": {"first_assessor": FIRST_ASSESSOR, "first_case": FIRST_CASE, "cases": MADE},
        "peers": {},
    }


def tested_tools() -> tuple[str, ...]:
    """The tools scored by rules of which enough can be told from scores."""
    by_rules = [tool.id for tool in catalogue.tools() if tool.scored_by == "rules"]
    return tuple(tool for tool in by_rules if len(exercised(tool)) >= FEW_RULES)


def _measured(tools: Sequence[str], seeds: range, adaptive: int) -> dict[str, Count]:
    workers = len(os.sched_getaffinity(0))
    size = max(1, len(seeds) // (workers * 8))
    chunks = [seeds[n : n + size] for n in range(0, len(seeds), size)]
    # Those for whom cases are chosen are spread over the chunks: they take longer.
    every = max(1, round(len(seeds) / max(1, adaptive)))
    total = dict.fromkeys(ROWS, Count())
    with ProcessPoolExecutor(workers) as processes:
        for part in processes.map(partial(_chunk, tools, every), chunks):
            total = {name: total[name] + part[name] for name in ROWS}
    return total


def _chunk(tools: Sequence[str], every: int, seeds: Sequence[int]) -> dict[str, Count]:
    total = dict.fromkeys(ROWS, Count())
    for seed in seeds:
        one = assessor(seed, tools, CASES)
        for name, number in (("after_4", 4), ("after_8", 8), ("after_12", 12)):
            total[name] += counted(one, one.cases[:number])
        if seed % every == 0:
            first, second = counted_adaptive(one, (4, 8))
            total["adaptive_4"] += first
            total["adaptive_8"] += second
    return total


def _shares(count: Count) -> dict[str, Any]:
    return {
        "found": _share(count.found, count.findable),
        "falsely_accused": _share(count.falsely_accused, count.sound),
        "precision": _share(count.truly_accused, count.accused),
        "found_of_all": _share(count.truly_accused, count.misread),
        "counts": vars(count),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def text(found: Mapping[str, Any]) -> str:
    """The table, with what is wanted."""
    lines = [
        f"Diagnosis of {found['assessors']} simulated assessors with one to three misread rules, "
        f"{found['slip_rate']:.0%} slips",
        described(found["machine"], found["date"]),
        "",
        "| cases | found | sound rules accused | accusations true | of all misread, found |",
        "|---|---|---|---|---|",
    ]
    for name, what in ROWS.items():
        row = found if name == "after_12" else found[name]
        shown = (row["found"], row["falsely_accused"], row["precision"], row["found_of_all"])
        lines.append(f"| {what} | {' | '.join(_percent(share) for share in shown)} |")
    wanted = (WANTED["found"], WANTED["falsely_accused"], WANTED["precision"])
    least, most, true = (_percent(share) for share in wanted)
    lines += [f"| wanted after 12 | at least {least} | at most {most} | at least {true} | |"]
    return "\n".join([*lines, "", f"{found['seconds']} seconds"])


def _percent(share: float | None) -> str:
    return "none to find" if share is None else f"{100 * share:.1f} %"
