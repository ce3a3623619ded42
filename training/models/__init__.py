"""What an assessor was given to score, what is saved so far, what was handed in and contested."""

from training.models.coding import Coding, Rating
from training.models.contest import Contest, Outcome
from training.models.work import Assignment, Draft, DraftRating, Exam, Mode

__all__ = [
    "Assignment",
    "Coding",
    "Contest",
    "Draft",
    "DraftRating",
    "Exam",
    "Mode",
    "Outcome",
    "Rating",
]
