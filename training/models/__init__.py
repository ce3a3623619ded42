"""What an assessor was given to score, what is saved so far, what was handed in and contested."""

from training.models.check import CheckMonth, CheckPlan
from training.models.coding import Coding, Rating
from training.models.contest import Contest, Outcome
from training.models.exam import Exam, ExamRules, Retake
from training.models.learning import CodingQuestion, OwnNote
from training.models.mark import CodingMark, DraftMark
from training.models.pool import PoolPlace, Side
from training.models.programme import Cohort, Enrolment, Programme, Reading
from training.models.sitting import DeviceSighting, TimeExtension
from training.models.work import OPEN_MODES, Assignment, Draft, DraftRating, Mode

__all__ = [
    "OPEN_MODES",
    "Assignment",
    "CheckMonth",
    "CheckPlan",
    "Coding",
    "CodingMark",
    "CodingQuestion",
    "Cohort",
    "Contest",
    "DeviceSighting",
    "Draft",
    "DraftMark",
    "DraftRating",
    "Enrolment",
    "Exam",
    "ExamRules",
    "Mode",
    "Outcome",
    "OwnNote",
    "PoolPlace",
    "Programme",
    "Rating",
    "Reading",
    "Retake",
    "Side",
    "TimeExtension",
]
