"""What stands on an exam, told to the pages of training, which know no decisions."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reliability.models import Decision, Outcome
from reliability.reports.verdict_record import MORE_CASES
from training.models import Exam
from training.verdicts import Verdict


def verdict_on(exam: Exam) -> Verdict | None:
    """The decision that stands on a personal exam; None while there is none.

    A computed decision settles nothing: a person confirms it, or decides otherwise.
    """
    decision = _standing(exam)
    if decision is None:
        return None
    by_a_person = decision.basis != Decision.Basis.COMPUTED
    return Verdict(
        words=" ".join(filter(None, [words_of(decision), _of_appeal(exam, decision)])),
        is_settled=by_a_person,
        is_passed=by_a_person and decision.outcome == Outcome.PASSED,
        url=reverse("reliability:decision", args=[decision.pk]),
    )


def words_of(decision: Decision) -> str:
    """The outcome in one sentence for the assessor."""
    if decision.basis != Decision.Basis.COMPUTED:
        told = {
            Outcome.PASSED: _("Passed, decided on %(day)s."),
            Outcome.NOT_YET: _("Not yet, decided on %(day)s."),
        }
        return told[Outcome(decision.outcome)] % {"day": f"{localtime(decision.made_at):%Y-%m-%d}"}
    if decision.outcome == Outcome.UNDECIDED:
        if decision.evidence["note"] == MORE_CASES:
            return _("Undecided so far: more cases were added to your exam.")
        return _("Undecided by the policy: a coordinator decides.")
    if decision.outcome == Outcome.PASSED:
        return _("Passed, by the policy. A coordinator is to confirm it.")
    return _("Not yet, by the policy. A coordinator is to confirm it.")


def _of_appeal(exam: Exam, standing: Decision) -> str:
    """Where an appeal stands, or that there may be one; nothing where there is nothing to say."""
    appeal = next((one.appeal for one in exam.decisions.all() if hasattr(one, "appeal")), None)
    if appeal is not None:
        if appeal.answered_at is None:
            return _("Your appeal waits for its answer.")
        return _("Your appeal was answered.")
    by_a_person = standing.basis != Decision.Basis.COMPUTED
    if by_a_person and standing.outcome == Outcome.NOT_YET:
        return _("You can object to it on the page of the result.")
    return ""


def _standing(exam: Exam) -> Decision | None:
    """The newest decision, from what was fetched with the exam if it was."""
    made = list(exam.decisions.all())
    followed = {one.follows_id for one in made}
    return next((one for one in reversed(made) if one.pk not in followed), None)
