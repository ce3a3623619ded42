"""The simulated difficulty of each case, kept on file, and held against the graded one.

The figure of a tool is the expected share of answers that simulated assessors get wrong on it (see
`simulated`): a figure of a model whose shares are assumed. It orders cases and predicts nobody.
"""

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import StatisticsError, correlation

from pydantic import ValidationError

from instruments import rulings
from instruments.facts import Facts
from vignettes.bank import blind
from vignettes.bank.boundaries import with_fact
from vignettes.bank.case import BankCase
from vignettes.bank.length import told_wrongly
from vignettes.bank.simulated import Habits, expected, habits, share_wrong
from vignettes.models import Difficulty

DIFFICULTY = Path(__file__).with_name("difficulty.toml")
CLOSE = 0.005
"""A stored share this far from the computed one is out of date."""
GRADED_FOR = "static-99r"
"""Every case is graded and scored by hand for this tool; its share is held against the grade."""
QUARTER = 0.25

Shares = Mapping[str, float]
"""tool -> share of answers wrong; a tool whose use is left to an expert is out."""


@dataclass(frozen=True)
class Compared:
    """Graded and simulated difficulty over the bank.

    Only cases on which the tool may be used are compared: the others ask for one answer.
    `correlation`: tool -> rank correlation (Spearman) and the number of cases. `apart`: easy cases
    in the hardest quarter by simulation, and hard ones in the easiest, the worst first.
    """

    correlation: dict[str, tuple[float | None, int]]
    apart: tuple[str, ...]
    missing: tuple[str, ...]
    """Cases without figures on file."""
    outdated: tuple[str, ...]
    """Cases whose figures on file are no longer those of their facts."""


def simulated(case: BankCase, habit: Habits) -> dict[str, float]:
    """The shares of one case, tool by tool.

    Where a document corrects another, so many overlook it and score the wrong value, one
    correction at a time.
    """
    wrong = [seen for p, v in told_wrongly(case).items() if (seen := _mistaken(case.facts, p, v))]
    found = {}
    for tool in blind.tools():
        parts = [(1 - habit.overlooked * len(wrong), expected(tool, case.facts, case.facts, habit))]
        parts += [(habit.overlooked, expected(tool, case.facts, seen, habit)) for seen in wrong]
        shares = [(weight, share_wrong([one])) for weight, one in parts]
        told = [weight * share for weight, share in shares if share is not None]
        if told:
            found[tool.id] = sum(told)
    return found


def _mistaken(facts: Facts, path: str, value: object) -> Facts | None:
    """The facts as the wrong document has them; None where they would be none."""
    try:
        return Facts.model_validate(with_fact(facts, path, value).model_dump())
    except ValidationError:
        return None


def shares_of(cases: Iterable[BankCase]) -> dict[str, dict[str, float]]:
    """case -> shares, computed. About a twentieth of a second for each."""
    habit = habits()
    return {case.code: simulated(case, habit) for case in cases}


def stored(path: Path = DIFFICULTY) -> dict[str, dict[str, float]]:
    """case -> shares, as they are on file; empty where there is no file."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def as_toml(shares: Mapping[str, Shares]) -> str:
    """The file, a line for each case."""
    lines = [
        "# Simulated difficulty: the expected share of answers wrong on each tool, by assessors of",
        "# `assessors.toml`. Written by `python manage.py bank --write-difficulty`.",
        "",
    ]
    for code, told in sorted(shares.items()):
        entries = ", ".join(f"{tool} = {share:.3f}" for tool, share in told.items())
        lines.append(f"{code} = {{ {entries} }}" if entries else f"{code} = {{}}")
    return "\n".join(lines) + "\n"


def compared(
    cases: list[BankCase], computed: Mapping[str, Shares], on_file: Mapping[str, Shares]
) -> Compared:
    """Grades held against simulation, and the file against both."""
    levels = {case.code: Difficulty.values.index(case.difficulty) for case in cases}
    used = {tool.id: _used(tool.id, cases, computed) for tool in blind.tools()}
    missing = [code for code in computed if code not in on_file]
    return Compared(
        correlation={tool: _correlation(levels, shares) for tool, shares in used.items()},
        apart=tuple(_apart(levels, used[GRADED_FOR])),
        missing=tuple(missing),
        outdated=tuple(
            code
            for code, shares in computed.items()
            if code not in missing and not _same(shares, on_file[code])
        ),
    )


def _same(shares: Shares, on_file: Shares) -> bool:
    return shares.keys() == on_file.keys() and all(
        abs(shares[tool] - on_file[tool]) <= CLOSE for tool in shares
    )


def _used(tool: str, cases: list[BankCase], computed: Mapping[str, Shares]) -> dict[str, float]:
    """case -> share of the cases on which the tool may be used."""
    answers = {case.code: rulings.rulings(tool, case.facts).eligibility.answer for case in cases}
    return {code: computed[code][tool] for code, answer in answers.items() if answer == "yes"}


def _correlation(
    levels: Mapping[str, int], shares: Mapping[str, float]
) -> tuple[float | None, int]:
    try:
        return correlation(_ranks(shares.values()), _ranks(levels[c] for c in shares)), len(shares)
    except StatisticsError:
        return None, len(shares)


def _ranks(values: Iterable[float]) -> list[float]:
    """Ranks from 0 to 1; ties share the middle one."""
    told = list(values)
    order = sorted(told)
    return [(bisect_left(order, v) + bisect_right(order, v)) / (2 * len(order)) for v in told]


def _apart(levels: Mapping[str, int], shares: Mapping[str, float]) -> list[str]:
    """Cases graded at one end and simulated at the other."""
    ranks = dict(zip(shares, _ranks(shares.values()), strict=True))
    hardest = len(Difficulty.values) - 1
    easy = [(1 - r, c) for c, r in ranks.items() if levels[c] == 0 and r > 1 - QUARTER]
    hard = [(r, c) for c, r in ranks.items() if levels[c] == hardest and r < QUARTER]
    return [
        f"{code}, graded {Difficulty.values[levels[code]]}: {shares[code]:.1%}, "
        f"harder than {ranks[code]:.0%} of the cases"
        for _, code in sorted(easy + hard)
    ]
