"""What a platform's gradebook is told of a person: how far they are, and how an exam was decided.

No score of an item, no total, no gold, no case: nothing by which an exam or an answer could be
guessed. A decision counts once a person has confirmed it; before that the place says "pending".
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import User
from lti.models import Aim, Placement
from training.access import is_closed
from training.attempts import attempts_of
from training.models import Enrolment
from training.tables.programme import standings, with_progress
from training.verdicts import verdict_on


def score_of(placement: Placement, user: User, at: datetime) -> dict[str, Any] | None:
    """The score as the platform understands it; None while there is nothing to tell."""
    enrolled = Enrolment.objects.filter(
        programme=placement.programme, assessor__user=user, agency=placement.agency
    )
    enrolment = with_progress(enrolled).first() if placement.programme_id else None
    if enrolment is None:
        return None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        if placement.aim == Aim.EXAM:
            return _of_exam(enrolment, placement.tool, at)
        return _of_steps(enrolment, placement, at)


def _of_exam(enrolment: Enrolment, tool: str, at: datetime) -> dict[str, Any] | None:
    """Passed is 1 of 1, not yet 0 of 1; what nobody has confirmed is pending, without a score."""
    last = attempts_of(enrolment, tool).first()
    verdict = verdict_on(last) if last else None
    if last is None or (verdict is None and not is_closed(last, at)):
        return None
    if verdict is None or not verdict.is_settled:
        return _score(None, 1, "Submitted", "PendingManual", _("A person is to decide."))
    if verdict.is_passed:
        return _score(1, 1, "Completed", "FullyGraded", _("Passed."))
    return _score(0, 1, "Completed", "FullyGraded", _("Not yet."))


def _of_steps(enrolment: Enrolment, placement: Placement, at: datetime) -> dict[str, Any] | None:
    """Practice cases handed in, of those asked for; in a whole programme also exams passed."""
    only = placement.tool if placement.aim == Aim.PRACTICE else ""
    found = [one for one in standings(enrolment) if only in ("", one.tool)]
    done = sum(min(one.n_practised, one.n_needed) for one in found)
    most = sum(one.n_needed for one in found)
    if not only:
        most += len(found)
        done += sum(_is_passed(enrolment, one.tool, at) for one in found)
    if not most:
        return None
    activity = "Completed" if done == most else "InProgress" if done else "Initialized"
    told = _("%(done)s of %(most)s steps are done.") % {"done": done, "most": most}
    return _score(done, most, activity, "FullyGraded", told)


def _is_passed(enrolment: Enrolment, tool: str, at: datetime) -> bool:
    told = _of_exam(enrolment, tool, at)
    return told is not None and told.get("scoreGiven") == 1


def _score(
    given: int | None, most: int, activity: str, grading: str, comment: str
) -> dict[str, Any]:
    told = {"activityProgress": activity, "gradingProgress": grading, "comment": comment}
    return told if given is None else {"scoreGiven": given, "scoreMaximum": most, **told}
