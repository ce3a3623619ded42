"""One answer on its way from a page to a draft, and what may come of saving it."""

from dataclasses import dataclass
from datetime import datetime

from training.models import Draft, DraftRating, Rating

ELIGIBILITY = "eligibility"
"""The name of the first question, beside the items' own ids."""
INSUFFICIENT = "insufficient"
"""The code for "the file does not tell", beside the scores."""
NOT_APPLICABLE = "not_applicable"
"""The code for an item that does not apply to this man, where the sheet knows of that."""


@dataclass(frozen=True)
class Answer:
    """One answer as the assessor gave it.

    `question` is an item's id or `ELIGIBILITY`; `value` is a score written as a number,
    `INSUFFICIENT`, `NOT_APPLICABLE`, or an eligibility answer. `revision` is the one that the
    page had last seen, 0 where nothing was saved yet.
    """

    question: str
    value: str
    reason: str = ""
    revision: int = 0

    @property
    def insufficient(self) -> bool:
        return self.value == INSUFFICIENT

    @property
    def not_applicable(self) -> bool:
        return self.value == NOT_APPLICABLE

    @property
    def score(self) -> int | None:
        """The score; None where the assessor found that the item cannot or need not be scored."""
        return None if self.insufficient or self.not_applicable else int(self.value)

    def says_the_same_as(self, other: "Answer") -> bool:
        """Whether both hold the same answer, whatever their revisions."""
        return (self.value, self.reason) == (other.value, other.reason)


@dataclass(frozen=True)
class Saved:
    """An answer that the draft now holds, and when it was saved."""

    answer: Answer
    saved_at: datetime


class StaleError(Exception):
    """The draft holds a newer answer, saved by another page. `stored` is that answer."""

    def __init__(self, stored: Saved) -> None:
        super().__init__(f"{stored.answer.question} was saved by another page")
        self.stored = stored


def saved_rating(rating: DraftRating) -> Saved:
    """A stored row as the answer that it holds."""
    return Saved(
        Answer(rating.item, value_of(rating), rating.reason, rating.revision), rating.saved_at
    )


def value_of(rating: DraftRating | Rating) -> str:
    """A stored rating as the answer that was given; empty where none was."""
    if rating.insufficient:
        return INSUFFICIENT
    if rating.not_applicable:
        return NOT_APPLICABLE
    return "" if rating.score is None else str(rating.score)


def saved_answers(draft: Draft) -> dict[str, Saved]:
    """Question to saved answer, for every question of a draft that has one."""
    saved = {rating.item: saved_rating(rating) for rating in draft.ratings.all()}
    if draft.saved_at is not None:
        answer = Answer(ELIGIBILITY, draft.eligibility, revision=draft.eligibility_revision)
        saved[ELIGIBILITY] = Saved(answer, draft.saved_at)
    return saved
