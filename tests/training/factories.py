"""Plain functions that make cases, assignments and codings."""

from datetime import timedelta

from django.utils.timezone import now

from training.actions.assigning import Opening, assign_cases, open_exam
from training.actions.handing_in import submit_coding
from training.actions.saving import save_answers
from training.answers import ELIGIBILITY, INSUFFICIENT, Answer
from vignettes.models import GoldCoding

TOOL = "static-99r"
NOT_USABLE = "quiet-ferry"


def gold_of(version):
    return GoldCoding.objects.get(version=version, tool=TOOL)


def assign(person, version, *, exam=None, seen=True, actor=None, tool=TOOL):
    """One case for one person; its notice read unless told otherwise."""
    (made,) = assign_cases(
        agency=person.agency,
        assessors=[person.membership],
        versions=[version],
        tool=tool,
        actor=actor,
        exam=exam,
    )
    if seen:
        made.notice_seen_at = now()
        made.save()
    return made


def make_exam(agency, *, opens_in=-60, closes_in=60, title="Spring exam"):
    """An exam that opens and closes so many minutes from now."""
    at = now()
    opening = Opening(title, at + timedelta(minutes=opens_in), at + timedelta(minutes=closes_in))
    return open_exam(agency=agency, tool=TOOL, opening=opening, actor=None)


def answers_from(scores, eligibility="yes"):
    """Scores as answers; None is "insufficient information" with a reason."""
    first = Answer(ELIGIBILITY, eligibility)
    if eligibility != "yes":
        return [first]
    rest = [
        Answer(item, INSUFFICIENT, "The file does not tell.")
        if score is None
        else Answer(item, str(score))
        for item, score in scores.items()
    ]
    return [first, *rest]


def save(assignment, answers, at=None):
    return save_answers(assignment=assignment, answers=answers, at=at or now())


def hand_in(person, assignment, scores, eligibility="yes"):
    """Save everything and hand it in."""
    save(assignment, answers_from(scores, eligibility))
    return submit_coding(
        assignment=assignment,
        submission_key=assignment.draft.submission_key,
        actor=person.user,
        at=now(),
    )


def with_changes(scores, **changes):
    return {**scores, **changes}


def form_of(scores, assignment, *, eligibility="yes", action="submit", revision=0):
    """What a browser sends for a filled scoring page."""
    fields = {"action": action, "submission_key": str(assignment.draft.submission_key)}
    for answer in answers_from(scores, eligibility):
        fields[f"{answer.question}-value"] = answer.value
        fields[f"{answer.question}-reason"] = answer.reason
        fields[f"{answer.question}-revision"] = str(revision)
    return fields
