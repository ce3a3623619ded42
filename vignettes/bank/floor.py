"""What the last release reached: a later one may not fall below it."""

import tomllib
from math import comb
from pathlib import Path

from vignettes.bank import never
from vignettes.bank.boundaries import STEPS
from vignettes.bank.coverage import APART, ENOUGH, TAUGHT, ToolCoverage
from vignettes.bank.measure import Bank

FLOOR = Path(__file__).with_name("floor.toml")


def figures(bank: Bank) -> dict[str, int]:
    """The figures held, each of a kind where more is better."""
    found = {"cases": len(bank.cases)}
    found |= {f"kind.{kind}": count for kind, count in bank.kinds.items()}
    found |= {f"proposals.{tool}": count for tool, count in bank.proposed.items()}
    found["long_files"] = sum(file.is_whole for file in bank.long)
    found["boundaries"] = len(bank.boundaries)
    for step in STEPS:
        turns = [any(t.step == step for t in facts) for facts in bank.boundaries.values()]
        found[f"boundaries.{step}"] = sum(turns)
    found["read_in_both"] = len(bank.readings.both)
    for tool in bank.tools:
        if not tool.rules:
            continue
        found[f"rules.{tool.tool}"] = sum(bool(rule.cases) for rule in tool.rules)
        found[f"rules_thrice.{tool.tool}"] = sum(len(rule.cases) >= ENOUGH for rule in tool.rules)
        found[f"rules_apart.{tool.tool}"] = _apart(tool)
        for total, bands in tool.bands.items():
            found[f"levels.{tool.tool}.{total}"] = sum(map(bool, bands.values()))
    for own in bank.supply:
        found[f"supply.{own.tool}"] = own.cases
    return found


def _apart(tool: ToolCoverage) -> int:
    """Pairs of exercised rules that enough cases tell apart."""
    exercised = sum(bool(rule.cases) for rule in tool.rules)
    return comb(exercised, 2) - sum(len(pair.cases) < APART for pair in tool.close)


def faults(bank: Bank) -> list[str]:
    """What may never be in a release, whatever the last one had."""
    found = [f"English and French differ: {finding}" for finding in bank.differs]
    found += [f"Too much alike: {pair.first} and {pair.second}" for pair in bank.alike]
    found += [sentence for tool in bank.tools for sentence in tool.contradicted]
    return found + list(never.read().unknown())


def changes(bank: Bank, floor: Path | None = None) -> dict[str, tuple[int | None, int]]:
    """What writing the floor would change: figure -> what is held, None for a new one, and now."""
    held, reached = _held(floor), figures(bank)
    return {
        name: (held.get(name), reached.get(name, 0))
        for name in dict.fromkeys((*held, *reached))
        if held.get(name) != reached.get(name)
    }


def below(bank: Bank, floor: Path | None = None) -> list[str]:
    """One sentence for each figure under the floor, and for each fault."""
    held, reached = _held(floor), figures(bank)
    found = [
        f"{name}: {reached.get(name, 0)}, and the last release reached {least}."
        for name, least in held.items()
        if reached.get(name, 0) < least
    ]
    return found + faults(bank)


def _held(floor: Path | None) -> dict[str, int]:
    path = FLOOR if floor is None else floor
    return tomllib.loads(path.read_text(encoding="utf-8"))


def as_toml(bank: Bank) -> str:
    """The figures of this bank as the floor of the next release."""
    lines = [
        "# What the bank of cases reached at the last release: the next one may not fall below it.",
        "# Rules of the kinds "
        + " and ".join(TAUGHT)
        + f"; `thrice` counts those that {ENOUGH} cases or more exercise.",
        "# Written by `python manage.py bank --write-floor`.",
        "",
    ]
    lines += [f'"{name}" = {count}' for name, count in figures(bank).items()]
    return "\n".join(lines) + "\n"
