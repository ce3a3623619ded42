"""The largest difference of each figure (relative above 1), and where one side had no value."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Largest:
    """What a comparison of one figure has shown so far."""

    compared: int = 0
    undefined: int = 0
    mismatched: int = 0
    difference: float = 0.0

    def add(self, ours: float | None, theirs: float | None) -> None:
        """One more table."""
        theirs = None if theirs is None or not math.isfinite(theirs) else theirs
        if ours is None and theirs is None:
            self.undefined += 1
        elif ours is None or theirs is None:
            self.mismatched += 1
        else:
            self.compared += 1
            self.difference = max(self.difference, abs(ours - theirs) / max(1.0, abs(theirs)))


@dataclass
class Comparison:
    """A family of figures against one independent implementation."""

    against: str
    tables: int
    figures: dict[str, Largest] = field(default_factory=dict)
    said: str | None = None

    def add(self, ours: Mapping[str, float | None], theirs: Mapping[str, float | None]) -> None:
        """The figures that both sides answer, defined or not."""
        for name in ours.keys() & theirs.keys():
            self.figures.setdefault(name, Largest()).add(ours[name], theirs[name])

    @property
    def largest(self) -> float:
        """Over all figures of the family."""
        return max((one.difference for one in self.figures.values()), default=0.0)

    @property
    def mismatched(self) -> int:
        """Tables for which one side gave a value and the other none, over all figures."""
        return sum(one.mismatched for one in self.figures.values())

    def as_json(self) -> dict[str, object]:
        """For the figures."""
        return {
            "against": self.against,
            "tables": self.tables,
            "largest": self.largest,
            "mismatched": self.mismatched,
            "said": self.said,
            "figures": {name: vars(one) for name, one in sorted(self.figures.items())},
        }
