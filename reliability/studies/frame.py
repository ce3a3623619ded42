"""The codings of a study as arrays: what every figure of the report is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from reliability.stats.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One file scored once by one person. Items that were not scored are not in `scores`."""

    number: int
    target: str
    rater: str
    scores: Mapping[str, int]
    occasion: int = 1
    part: str = ""
    coded_on: date | None = None
    total: int | None = None
    band: str = ""
    flags: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Codings:
    """All codings of a study, one entry or row each, in the order of their numbers.

    `targets` and `raters` name the positions in `target_of` and `rater_of`; the targets of a pool
    are told apart by part. `scores` has shape (codings, items), NaN = not scored. `flags` has 1,
    0, and -1 where the table did not say.
    """

    tool: str
    kind: str
    items: tuple[str, ...]
    targets: tuple[str, ...]
    raters: tuple[str, ...]
    parts: tuple[str, ...]
    numbers: IntArray
    target_of: IntArray
    rater_of: IntArray
    part_of: IntArray
    occasion: IntArray
    scores: FloatArray
    total_given: FloatArray
    band_given: tuple[str, ...]
    coded_on: tuple[date | None, ...]
    flags: Mapping[str, IntArray]

    def __len__(self) -> int:
        return len(self.target_of)

    @property
    def n_ratings(self) -> int:
        return int((~np.isnan(self.scores)).sum())
