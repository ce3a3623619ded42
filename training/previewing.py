"""A scoring sheet that belongs to nobody: for people who want to see a case as assessors do."""

from training.answers import ELIGIBILITY, Answer
from training.questions import questions
from training.scoring import Asked, ScoringPage
from vignettes.models import Eligibility


def blank_sheet(tool: str) -> ScoringPage:
    """Every question of a tool, none answered; the items are open as if the tool may be used.

    It can be neither saved nor handed in: no draft stands behind it.
    """
    eligibility, *items = (
        Asked(question=question, answer=Answer(question.id, "")) for question in questions(tool)
    )
    return ScoringPage(
        eligibility=Asked(eligibility.question, Answer(ELIGIBILITY, Eligibility.YES.value)),
        items=tuple(items),
        submission_key="",
        saved_at=None,
        missing=(),
        is_busy=False,
    )
