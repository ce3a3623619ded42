"""Right scores a second, by every tool scored by rules, beside a bare loop over the facts."""

import gc
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from bench.cases import made_case
from bench.machine import described, machine, today
from instruments import catalogue
from instruments.facts import Facts
from instruments.misreading import misreadings
from instruments.rulings import rulings

CASES, MISREAD_CASES = 10_000, 300
WANTED = 2_000


def figures(
    *, full: bool = False, cases: int = CASES, misread_cases: int = MISREAD_CASES
) -> dict[str, Any]:
    """Case-tools a second on one core: of right scores, and of scores with each rule misread."""
    tools = [tool.id for tool in catalogue.tools() if tool.scored_by == "rules"]
    facts = [made_case(seed) for seed in range(cases)]
    some = facts if full else facts[:misread_cases]
    for tool in tools:
        rulings(tool, facts[0])
    # The cases stay: the collector need not look through them again and again.
    gc.collect()
    gc.freeze()
    began = time.perf_counter()
    seconds, loop = _right_scores(tools, facts)
    wall = time.perf_counter() - began
    readings, misread = _misreadings(tools, some)
    total = sum(seconds.values())
    return {
        "case_tools_per_second": round(cases * len(tools) / total),
        "misread_per_second": round(readings / misread),
        "ratio_to_loop": round(total / len(tools) / loop, 1),
        "by_tool": {tool: round(cases / spent) for tool, spent in seconds.items()},
        "loop_per_second": round(cases / loop),
        "wall_seconds": round(wall, 1),
        "load": os.getloadavg()[0],
        "cases": cases,
        "misread_cases": len(some),
        "misreadings": readings,
        "clock": "processor seconds of one thread",
        "machine": machine(),
        "date": today(),
        "seeds": {"first_case": 0},
        "peers": {},
    }


def _right_scores(tools: Sequence[str], facts: Sequence[Facts]) -> tuple[dict[str, float], float]:
    """Seconds of each tool, and of the loop: case by case, so that all see the same machine.

    What the tools share, the reading of the record, falls to the first one that needs it.
    """
    seconds, loop = dict.fromkeys(tools, 0.0), 0.0
    for one in facts:
        for tool in tools:
            began = time.process_time()
            rulings(tool, one)
            seconds[tool] += time.process_time() - began
        began = time.process_time()
        _visited(one)
        loop += time.process_time() - began
    return seconds, loop


def _misreadings(tools: Sequence[str], facts: Sequence[Facts]) -> tuple[int, float]:
    """How many rules are brought into play, and the seconds to misread each of them."""
    readings = sum(len(rulings(tool, one).triggered) for one in facts for tool in tools)
    began = time.process_time()
    for one in facts:
        for tool in tools:
            misreadings(tool, one)
    return readings, time.process_time() - began


def _visited(record: object) -> int:
    """A bare loop: look at every fact of the case once."""
    if isinstance(record, tuple):
        return sum(_visited(one) for one in record)
    if isinstance(record, BaseModel):
        return sum(_visited(value) for value in record.__dict__.values())
    return record is not None


def text(found: Mapping[str, Any]) -> str:
    """The table, with what is wanted."""
    lines = [
        f"Right scores of {found['cases']:,} made cases by every tool scored by rules",
        described(found["machine"], found["date"]),
        f"{found['wall_seconds']} seconds by the clock on the wall, load {found['load']:.1f}",
        "",
        "| tool | cases a second, one core |",
        "|---|---|",
    ]
    lines += [f"| {tool} | {rate:,} |" for tool, rate in found["by_tool"].items()]
    lines += [
        f"| all, case-tools a second (wanted: {WANTED:,}) | {found['case_tools_per_second']:,} |",
        f"| scores with one rule misread, a second | {found['misread_per_second']:,} |",
        f"| a bare loop over the facts, cases a second | {found['loop_per_second']:,} |",
        f"| one case-tool, in bare loops | {found['ratio_to_loop']} |",
    ]
    return "\n".join(lines)
