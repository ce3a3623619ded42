"""Largest differences between our figures and independent implementations, on random tables."""

from collections.abc import Mapping
from typing import Any

from bench.agreement import ours_and_r, ours_by_definition
from bench.agreement.tables import SEED
from bench.machine import described, machine, today
from bench.statistics.environments import versions

TABLES = 1000


def figures(*, full: bool = False, number: int = TABLES) -> dict[str, Any]:
    """Each family, on 1,000 tables (5,000 with `full`)."""
    number = 5 * number if full else number
    found = {**ours_and_r.compared(number), **ours_by_definition.compared(number)}
    return {
        "families": {name: one.as_json() for name, one in found.items()},
        "machine": machine(),
        "date": today(),
        "seeds": {"tables": SEED},
        "peers": {name: v for name, v in versions().items() if name.startswith("R ")},
    }


def text(found: Mapping[str, Any]) -> str:
    """One line for each family."""
    head = f"{'family':<24}{'tables':>8}{'largest':>12}{'mismatched':>12}  against"
    lines = [described(found["machine"], found["date"]), "", head, "-" * len(head)]
    for name, one in found["families"].items():
        lines.append(
            f"{name:<24}{one['tables']:>8}{one['largest']:>12.1e}{one['mismatched']:>12}  "
            f"{one['said'] or one['against']}"
        )
    return "\n".join(lines)
