"""The whole bank, measured."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from instruments import catalogue
from vignettes.bank.boundaries import Boundary, boundaries
from vignettes.bank.case import BankCase
from vignettes.bank.coverage import ToolCoverage, coverage
from vignettes.bank.difficulty import Compared, compared, shares_of, stored
from vignettes.bank.length import LongFile, long_files
from vignettes.bank.readers import Readings, readings_of
from vignettes.bank.supply import Supply, supply
from vignettes.bank.wording import Alike, Wording, near_duplicates, wording
from vignettes.models import Difficulty, Kind


@dataclass(frozen=True)
class Bank:
    """What a bank of cases covers."""

    cases: tuple[str, ...]
    kinds: dict[str, int]
    difficulties: dict[str, int]
    proposed: dict[str, int]
    """tool of judgement -> cases with an author's proposal."""
    tools: tuple[ToolCoverage, ...]
    wording: tuple[Wording, ...]
    alike: tuple[Alike, ...]
    differs: tuple[str, ...]
    """Where the two languages of a case do not tell the same."""
    supply: tuple[Supply, ...]
    readings: Readings
    long: tuple[LongFile, ...]
    boundaries: dict[str, tuple[Boundary, ...]]
    """case -> the facts that it turns on; cases that turn on none are left out."""
    simulated: dict[str, dict[str, float]]
    """case -> tool -> expected share of answers that simulated assessors get wrong."""
    difficulty: Compared

    def tool(self, tool_id: str) -> ToolCoverage:
        """Raises KeyError for a tool that is not in the catalogue."""
        for tool in self.tools:
            if tool.tool == tool_id:
                return tool
        raise KeyError(tool_id)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON; `thin` lists the rules that fewer than three cases exercise."""
        plain = asdict(self)
        for shown, tool in zip(plain["tools"], self.tools, strict=True):
            shown["thin"] = [rule.rule for rule in tool.thin]
        return plain


def measure(cases: list[BankCase]) -> Bank:
    """Score and read every case. About two tenths of a second for each."""
    judged = [tool.id for tool in catalogue.tools() if tool.scored_by == "judgement"]
    tools = tuple(coverage(tool, cases) for tool in catalogue.tools())
    shares = shares_of(cases)
    kinds, difficulties = (Counter(case.kind for case in cases), _difficulties(cases))
    return Bank(
        cases=tuple(case.code for case in cases),
        kinds={kind: kinds[kind] for kind in Kind.values},
        difficulties={level: difficulties[level] for level in Difficulty.values},
        proposed={t: sum(t in case.proposals for case in cases) for t in judged},
        tools=tools,
        wording=tuple(read for case in cases for read in wording(case)),
        alike=tuple(near_duplicates(cases)),
        differs=tuple(f"{case.code}/{finding}" for case in cases for finding in case.differs),
        supply=tuple(_supply(tool, cases, judged) for tool in tools),
        readings=readings_of(cases),
        long=tuple(long_files(cases)),
        simulated=shares,
        difficulty=compared(cases, shares, stored()),
        boundaries={case.code: turns for case in cases if (turns := boundaries(case.facts))},
    )


def _difficulties(cases: list[BankCase]) -> Counter[str]:
    return Counter(case.difficulty for case in cases)


def _supply(tool: ToolCoverage, cases: list[BankCase], judged: list[str]) -> Supply:
    """Gold that the author proposes decides no certificate."""
    families = {case.variant_of or case.code for case in cases if case.code in tool.scorable}
    return supply(tool.tool, len(families), decides=tool.tool not in judged)
