"""Giving out cases, in practice or in an exam."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Agency, Membership, User
from training.models import Assignment, Draft, Exam, Mode
from vignettes.models import VignetteVersion


class CaseAlreadySeenError(Exception):
    """One person cannot practise a case and be examined on it. The message says who and which."""


@dataclass(frozen=True)
class Opening:
    """What an exam is called, and between which moments it is open."""

    title: str
    opens_at: datetime
    closes_at: datetime


@transaction.atomic
def give_out(
    *,
    agency: Agency,
    assessors: Iterable[Membership],
    versions: Iterable[VignetteVersion],
    tool: str,
    actor: User,
    opening: Opening | None = None,
) -> list[Assignment]:
    """Give everyone every case: in practice, or in a new exam. All of it, or nothing."""
    exam = open_exam(agency=agency, tool=tool, opening=opening, actor=actor) if opening else None
    return assign_cases(
        agency=agency, assessors=assessors, versions=versions, tool=tool, actor=actor, exam=exam
    )


@transaction.atomic
def open_exam(*, agency: Agency, tool: str, opening: Opening, actor: User | None) -> Exam:
    """Set up an exam; cases are given to people with `assign_cases`."""
    exam = Exam.objects.create(
        agency=agency,
        tool=tool,
        title=opening.title,
        opens_at=opening.opens_at,
        closes_at=opening.closes_at,
    )
    record(agency=agency, actor=actor, verb="open_exam", obj=exam, detail={"title": exam.title})
    return exam


@transaction.atomic
def assign_cases(
    *,
    agency: Agency,
    assessors: Iterable[Membership],
    versions: Iterable[VignetteVersion],
    tool: str,
    actor: User | None,
    exam: Exam | None = None,
    at: datetime | None = None,
) -> list[Assignment]:
    """Give each assessor each case, in practice or in an exam, once; answer the new ones.

    A case that the person has already in this way is left as it is. One that the person has met
    before in another way is refused: whoever has seen the gold of a case cannot be examined on it.
    """
    cases = list(versions)
    giving = Giving(agency, tool, exam, actor, at or now())
    made = [assignment for assessor in assessors for assignment in _give(giving, assessor, cases)]
    Draft.objects.bulk_create(Draft(assignment=assignment) for assignment in made)
    return made


@dataclass(frozen=True)
class Giving:
    """What all assignments made at once have in common."""

    agency: Agency
    tool: str
    exam: Exam | None
    actor: User | None
    at: datetime

    @property
    def exam_id(self) -> int | None:
        return self.exam.pk if self.exam else None


def _give(
    giving: Giving, assessor: Membership, versions: list[VignetteVersion]
) -> list[Assignment]:
    if assessor.agency_id != giving.agency.pk:
        raise ValueError(f"{assessor} does not work in {giving.agency}")
    own = Assignment.objects.filter(agency=giving.agency, assessor=assessor)
    earlier = list(own.filter(tool=giving.tool).select_related("version"))
    for version in versions:
        _refuse_a_case_met_otherwise(giving, assessor, version, earlier)
    has = {(one.version_id, one.exam_id) for one in earlier}
    fresh = [version for version in versions if (version.pk, giving.exam_id) not in has]
    last = own.aggregate(last=Max("position"))["last"] or 0
    return [
        _assign(giving, assessor, version, last + number)
        for number, version in enumerate(fresh, start=1)
    ]


def _assign(
    giving: Giving, assessor: Membership, version: VignetteVersion, position: int
) -> Assignment:
    assignment = Assignment.objects.create(
        agency=giving.agency,
        assessor=assessor,
        version=version,
        tool=giving.tool,
        mode=Mode.EXAM if giving.exam else Mode.PRACTICE,
        exam=giving.exam,
        position=position,
        assigned_by=giving.actor,
        assigned_at=giving.at,
    )
    detail = {"case": str(version), "tool": giving.tool, "mode": assignment.mode}
    record(agency=giving.agency, actor=giving.actor, verb="assign", obj=assignment, detail=detail)
    return assignment


def _refuse_a_case_met_otherwise(
    giving: Giving, assessor: Membership, version: VignetteVersion, earlier: list[Assignment]
) -> None:
    for one in earlier:
        if one.version.vignette_id == version.vignette_id and one.exam_id != giving.exam_id:
            raise CaseAlreadySeenError(
                _(
                    "%(name)s already has the case %(case)s in another way. "
                    "Choose a case that this person has not met."
                )
                % {"name": assessor.user, "case": version.title}
            )
