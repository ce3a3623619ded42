"""What a report on a study holds: numbers and names of things, never a sentence.

Every renderer words it in the reader's language; `as_json` and `from_json` keep it unchanged to
the last bit, so that a stored report shows the same figures for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from reliability.stats import Estimate

TOTAL = "total"
BAND = "band"
Layout = Literal["crossed", "nested", "partial", "single"]


@dataclass(frozen=True)
class Settings:
    """What was asked of the computation; the same settings on the same data, the same figures."""

    confidence: float = 0.95
    replicates: int = 2000
    seed: int = 1
    smallest_cell: int = 5


@dataclass(frozen=True)
class Blank:
    """Scores that are not there: an item, how many codings left it out, of how many."""

    item: str
    missing: int
    codings: int


@dataclass(frozen=True)
class Design:
    """Who scored what. `icc_form` is the name of the figure that follows from it (`why` says so).

    crossed: every rater scored every target. nested: no rater's targets are another's as well, so
    that severity and targets cannot be told apart. partial: anything between. single: no target
    was scored twice.
    """

    layout: Layout
    targets: int
    raters: int
    codings: int
    ratings: int
    raters_per_target: Mapping[int, int]
    """Number of raters, to how many targets have so many."""
    targets_per_rater: tuple[int, int, int]
    """Fewest, median, most."""
    single_rated: int
    pairs_of_raters: int
    """Pairs that share a target."""
    overlap_islands: int
    """Groups of raters whom no shared target connects: between them, severity says nothing."""
    blanks: tuple[Blank, ...]
    spread: float | None
    """Standard deviation of the targets' mean totals."""
    spread_note: str
    """"", "narrow" or "floor": a case mix all alike lowers every ICC."""
    icc_form: str
    why: str
    """The key of the reason, worded by reliability.studies_words: crossed, partial, nested, single,
    within, two-raters."""
    needed: Mapping[str, int | None]
    """Targets for a half-width of the ICC's interval of .05 and of .10, at the ICC found."""
    half_width: float | None
    first_coded: str | None = None
    last_coded: str | None = None


@dataclass(frozen=True)
class Figure:
    """One estimate under the name that `reliability.stats` gives it.

    `hidden` is why it is not shown ("" where it is): "small" where fewer codings than the smallest
    cell stand behind it. A hidden figure's estimate has no value.
    """

    name: str
    estimate: Estimate
    hidden: str = ""


@dataclass(frozen=True)
class Section:
    """The figures of one item (`about` = its id), of a total, or of the band of a total.

    `about`: an item's id, "total" or "total:<id>" where a tool has several, "band" or
    "band:<id>". `shares` has the share of ratings in each category, None where it is too few.
    """

    about: str
    figures: tuple[Figure, ...]
    categories: tuple[float, ...]
    shares: tuple[float | None, ...]
    crosstab: tuple[tuple[int | None, ...], ...]
    """Pairs of ratings of one target, first by second, made symmetric; None = a small cell."""

    def figure(self, name: str) -> Figure:
        """Raises KeyError for a figure that the section does not have."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(f"the section {self.about} has no figure {name}")


@dataclass(frozen=True)
class RangeRow:
    """Agreement among targets whose first total lies between `low` and `high`, both included."""

    about: str
    low: int
    high: int
    pairs: int
    same: Estimate
    within_one: Estimate
    two_or_more: Estimate
    hidden: str = ""


@dataclass(frozen=True)
class RaterRow:
    """How one rater leans beside the others on the same targets, in points of the total."""

    rater: str
    codings: int
    lean: Estimate
    same: Estimate
    hidden: str = ""


@dataclass(frozen=True)
class RuleFinding:
    """Codings that break one of the tool's rules, or one of its sums.

    `id` is the rule, "permitted-values" or "recomputed" of instruments.checks, or a misread rule
    where the study's targets carry facts. `evidence` is "check" (needs no facts), "flag" (a
    profile flag of the table) or "facts". `numbers` are the first codings of the study concerned.
    """

    id: str
    evidence: Literal["check", "flag", "facts"]
    level: Literal["error", "warning"]
    items: tuple[str, ...]
    codings: int
    asked: int
    """Codings on which the check could be made."""
    raters: int
    numbers: tuple[int, ...]
    probability: float | None = None


@dataclass(frozen=True)
class Beside:
    """A published figure beside ours. `id` names it in published.toml; `ours` may be undefined."""

    id: str
    ours: Estimate


@dataclass(frozen=True)
class PartRow:
    """One study of a pool by itself: its total's ICC and exact agreement."""

    part: str
    targets: int
    raters: int
    icc: Estimate
    same: Estimate
    hidden: str = ""


@dataclass(frozen=True)
class Results:
    """A whole report. Versions and seeds are in `settings`, `engine` and `data_digest`."""

    tool: str
    tool_version: str
    kind: str
    engine: str
    data_digest: str
    settings: Settings
    design: Design
    items: tuple[Section, ...]
    totals: tuple[Section, ...]
    bands: tuple[Section, ...]
    ranges: tuple[RangeRow, ...]
    raters: tuple[RaterRow, ...]
    findings: tuple[RuleFinding, ...]
    published: tuple[Beside, ...]
    parts: tuple[PartRow, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    """How long each step took; says nothing about the data."""


_RESULTS: TypeAdapter[Results] = TypeAdapter(Results)


def as_json(results: Results) -> Any:
    """Plain JSON values; numbers keep every bit."""
    return _RESULTS.dump_python(results, mode="json")


def from_json(stored: Any) -> Results:
    """What `as_json` gave, as it was. Raises pydantic's ValidationError for anything else."""
    return _RESULTS.validate_python(stored)
