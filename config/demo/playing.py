"""What the invented people of the demonstration do: join their agency, and hand in codings."""

from __future__ import annotations

from datetime import datetime

from agencies.actions.accounts import verify_address
from agencies.models import Agency, Membership, Role, User
from config.demo.people import SimulatedAssessor, address
from instruments import simulation
from instruments.facts import Facts
from instruments.scores import Scores
from training.actions.handing_in import submit_coding
from training.actions.saving import save_answers
from training.answers import ELIGIBILITY, INSUFFICIENT, Answer
from training.models import Assignment
from vignettes.models import VignetteVersion


def join(agency: Agency, name: str, role: Role, hashed: str) -> Membership:
    """Somebody with this name and role, who signs in with the password of the demonstration."""
    user = User.objects.create(email=address(name, agency.slug), password=hashed, name=name)
    verify_address(user)
    return Membership.objects.create(user=user, agency=agency, role=role)


def facts_of(version: VignetteVersion) -> Facts:
    return Facts.model_validate(version.facts)


def score_as(plan: SimulatedAssessor, assignment: Assignment, at: datetime) -> None:
    """Hand in a case as this plan reads the rules; the same on every run."""
    email = assignment.assessor.user.email
    coding = simulation.simulate(
        assignment.tool,
        facts_of(assignment.version),
        frozenset(plan.misread),
        plan.slip_rate,
        f"{email} {assignment.version.vignette.code}",
    )
    hand_in(assignment, coding, at)


def hand_in(assignment: Assignment, coding: Scores, at: datetime) -> None:
    """Save the answers of a computed coding and hand them in, as the assessor's clicks would."""
    answers = [Answer(ELIGIBILITY, coding.eligible or "")]
    answers += [
        Answer(item, INSUFFICIENT, reason="Simulated: the file does not tell.")
        if score is None
        else Answer(item, str(score))
        for item, score in coding.items.items()
    ]
    save_answers(assignment=assignment, answers=answers, at=at)
    submit_coding(
        assignment=assignment,
        submission_key=assignment.draft.submission_key,
        actor=assignment.assessor.user,
        at=at,
    )
