"""Contests as pages tell them: where one stands, and which answers the gold in force bears out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from agencies.models import Membership
from training import access
from training.answers import ELIGIBILITY
from training.models import Contest, Outcome
from training.questions import Question, questions, tool_name
from vignettes.models import GoldCoding


class ContestState(Enum):
    """Where a contest stands."""

    NEW = "new"
    PANEL_AT_WORK = "panel_at_work"
    PANEL_DECIDED = "panel_decided"
    PANEL_PUBLISHED = "panel_published"
    ANSWERED = "answered"


@dataclass(frozen=True)
class ContestTold:
    """A contest as the assessor reads it."""

    contest: Contest
    question: Question
    tool: str


def state_of(contest: Contest, published: Iterable[int]) -> ContestState:
    """`published`: the adjudications that are in force as gold."""
    if not contest.is_open:
        return ContestState.ANSWERED
    panel = contest.panel
    if panel is None or panel.withdrawn_at is not None:
        return ContestState.NEW
    if panel.decision is None:
        return ContestState.PANEL_AT_WORK
    in_force = panel.decision.pk in published
    return ContestState.PANEL_PUBLISHED if in_force else ContestState.PANEL_DECIDED


def outcomes(contest: Contest, gold: GoldCoding) -> tuple[Outcome, ...]:
    """What may be answered in truth, given the gold that is in force now."""
    if _right(gold, contest.item) != _right(contest.gold, contest.item):
        return (Outcome.GOLD_CHANGED,)
    score = contest.coding.scores.get(contest.item)
    if gold.also_accepts(contest.item, score):
        return (Outcome.ALSO_ACCEPTED,)
    return (Outcome.GOLD_STANDS,)


def _right(gold: GoldCoding, item: str) -> str:
    return str(gold.eligibility if item == ELIGIBILITY else gold.scores.get(item))


def told(membership: Membership) -> tuple[ContestTold, ...]:
    """What the assessor contested, the newest first."""
    return tuple(_told(contest) for contest in access.own_contests(membership))


def _told(contest: Contest) -> ContestTold:
    asked = {question.id: question for question in questions(contest.coding.tool)}
    return ContestTold(contest, asked[contest.item], tool_name(contest.coding.tool))
