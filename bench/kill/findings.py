"""What a comparison found: sentences by kind, and how much it looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

KINDS = {
    "lost": "acknowledged, and not there",
    "twice": "there twice",
    "unfounded": "decisions and certificates without their evidence",
    "jobs": "jobs that did not come to their effect, or did twice",
    "audit": "breaks in the audit record",
    "refused": "refused without a reason",
}
T = TypeVar("T", bound=Hashable)


@dataclass
class Findings:
    """Sentences by kind; none where everything is as it was acknowledged."""

    found: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    looked_at: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, sentence: str) -> None:
        self.found[kind].append(sentence)

    def expect(self, is_so: bool, kind: str, sentence: str) -> None:
        """Note the sentence unless this is so."""
        if not is_so:
            self.add(kind, sentence)

    def once(self, seen: Iterable[T], name: str) -> None:
        """Whatever is there more than once is a finding."""
        for what, n in Counter(seen).items():
            self.expect(n == 1, "twice", f"{name} {what} is there {n} times")

    def told(self) -> dict[str, object]:
        return {"found": self.found, "looked_at": dict(self.looked_at)}


def total(found: Mapping[str, list[str]]) -> int:
    """How many findings of any kind."""
    return sum(map(len, found.values()))
