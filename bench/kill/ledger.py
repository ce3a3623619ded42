"""What the clients sent, and what the server said that it did: written down before and after."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass
class Write:
    """One answer to one question. Sent again after a cut connection, it is the same write."""

    case: int
    question: str
    value: str
    reason: str = ""
    revision: int = 0
    """What the server answered; 0 while it has not."""


@dataclass
class HandIn:
    """One case handed in; `exam` is 0 in practice."""

    case: int
    key: str
    assessor: int
    """The membership."""
    exam: int = 0
    is_acknowledged: bool = False


@dataclass
class Deed:
    """Something that a coordinator did to an object: confirm a decision, invite an address."""

    kind: str
    target: str
    is_acknowledged: bool = False
    answer: int = 0
    """The number of what came of it, where the server named one."""


@dataclass
class Failure:
    """An answer of 500 or more. `after` is how long the servers had been up again, in seconds.

    Below zero: something was down while the request ran.
    """

    status: int
    what: str
    after: float


@dataclass
class Ledger:
    """Everything that was sent in one trial. A list may be added to by any thread."""

    writes: list[Write] = field(default_factory=list)
    hand_ins: list[HandIn] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    exams: list[int] = field(default_factory=list)
    """Those that the server said it had begun."""
    given: list[int] = field(default_factory=list)
    """The practice cases that the server gave when asked for one."""
    failures: list[Failure] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """What the server refused although it had no reason to."""
    requests: int = 0
    cuts: int = 0

    @property
    def acknowledged(self) -> int:
        """Writes of every kind that the server said it had done."""
        return (
            sum(write.revision > 0 for write in self.writes)
            + sum(one.is_acknowledged for one in self.hand_ins)
            + sum(deed.is_acknowledged for deed in self.deeds)
            + len(self.exams)
        )

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Ledger:
        told = json.loads(text)
        return cls(
            writes=[Write(**one) for one in told.pop("writes")],
            hand_ins=[HandIn(**one) for one in told.pop("hand_ins")],
            deeds=[Deed(**one) for one in told.pop("deeds")],
            failures=[Failure(**one) for one in told.pop("failures")],
            **told,
        )
