"""Pieces of feedback in words: an answer, how far it lies from gold, a total."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from instruments import scoring
from instruments.sheet import Text
from training import sentences
from training.models import Rating
from training.questions import Question, spoken


@dataclass(frozen=True)
class TotalShown:
    """A total and its level, in words, or the reason why there is none."""

    value: str
    level: str
    note: str


def shown_total(total: scoring.TotalResult) -> TotalShown:
    return TotalShown(
        value=sentences.number(total.value),
        level=spoken(total.band.name) if total.band else "",
        note=spoken(total.note) if total.note else "",
    )


def words_of(ruling: dict[str, list[dict[str, str]] | dict[str, str] | None]) -> Iterable[str]:
    """The sentences that a stored ruling holds: what forbids the tool, why an item has no score."""
    missing = ruling.get("missing")
    for words in [*(ruling.get("reasons") or ()), *([missing] if missing else ())]:
        yield spoken(Text.model_validate(words))


def agrees_with(rating: Rating, right: int | None) -> bool:
    """The same score; or none on purpose where gold has none either."""
    if right is None:
        return rating.insufficient or rating.not_applicable
    return rating.score == right


def wording(question: Question, value: str) -> str:
    return question.wording(value) if value else _("left out")


def state_of(rating: Rating | None, right: int | None, agrees: bool) -> str:
    if agrees:
        return _("matches gold")
    if rating is None or rating.score is None or right is None:
        return _("differs from gold")
    return sentences.deviation(rating.score, right)
