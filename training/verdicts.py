"""What was decided on a personal exam, as those who decide tell it.

Deciding is not the business of this app: whoever decides registers a reader when the program
starts. Where nobody did, an exam has no verdict, and nothing waits for one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from training.models import Exam


@dataclass(frozen=True)
class Verdict:
    """What stands on one exam. `words` are shown to the assessor; `url` leads to the decision."""

    words: str
    is_settled: bool
    """Passed or not yet: the attempt is over. Otherwise more cases are asked."""
    is_passed: bool
    url: str = ""


Reader = Callable[[Exam], Verdict | None]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Ask this function for verdicts from now on."""
    if reader not in _readers:
        _readers.append(reader)


def somebody_decides() -> bool:
    """Whether any reader was registered."""
    return bool(_readers)


def verdict_on(exam: Exam) -> Verdict | None:
    """What stands on this exam; None while nothing was decided."""
    return next((found for reader in _readers if (found := reader(exam)) is not None), None)
