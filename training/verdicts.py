"""What was decided on a personal exam, as those who decide tell it.

Deciding is not the business of this app: whoever decides registers a reader when the program
starts. Where nobody did, an exam has no verdict, and nothing waits for one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

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
_fetched: list[str] = []


def register(reader: Reader, fetch: Iterable[str] = ()) -> None:
    """Ask this function for verdicts from now on.

    `fetch` names what it reads of an exam, so that a list of exams fetches it for all at once.
    """
    if reader not in _readers:
        _readers.append(reader)
        _fetched.extend(fetch)


def with_verdicts(exams: QuerySet[Exam]) -> QuerySet[Exam]:
    """The same exams with what their verdicts are read from, in a number of queries that stays."""
    return exams.prefetch_related(*_fetched)


def somebody_decides() -> bool:
    """Whether any reader was registered."""
    return bool(_readers)


def verdict_on(exam: Exam) -> Verdict | None:
    """What stands on this exam; None while nothing was decided."""
    return next((found for reader in _readers if (found := reader(exam)) is not None), None)
