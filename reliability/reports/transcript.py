"""Everything that a person has done towards certificates, as one record they can take along."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from agencies.models import Agency, User
from reliability.credentials.addresses import verification_url
from reliability.credentials.status import status_of
from reliability.models import Credential, Decision, Outcome
from training.models import Coding, Enrolment, Exam, Mode

SCHEMA = "plumbline-transcript-1"


@dataclass(frozen=True)
class DecisionTold:
    """One dated decision: what it said, and how it came about."""

    on: date
    outcome: str
    basis: str


@dataclass(frozen=True)
class Attempt:
    """One exam attempt; `closed_on` is None while it is open."""

    tool: str
    number: int
    opened_on: date
    closed_on: date | None
    n_cases: int
    decisions: tuple[DecisionTold, ...]


@dataclass(frozen=True)
class ProgrammeTold:
    """One enrolment, with the pages read and the attempts made."""

    title: str
    agency: str
    tools: tuple[str, ...]
    enrolled_on: date
    left_on: date | None
    n_pages_read: int
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True)
class Practice:
    """Practice cases handed in with one tool at one agency."""

    agency: str
    tool: str
    n_cases: int


@dataclass(frozen=True)
class CertificateTold:
    """One certificate, and what it is worth on the day of the transcript."""

    tool: str
    tool_version: str
    agency: str
    holder_name: str
    language: str
    issued_on: date
    valid_until: date
    status: str
    is_demonstration: bool
    address: str


@dataclass(frozen=True)
class Transcript:
    """The whole record. Personal data: how a person did."""

    name: str
    on: date
    programmes: tuple[ProgrammeTold, ...]
    practice: tuple[Practice, ...]
    certificates: tuple[CertificateTold, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.programmes or self.practice or self.certificates)


def transcript(user: User, at: datetime, *, agency: Agency | None = None) -> Transcript:
    """A person's record over all their agencies, or what one agency holds of it.

    The number of queries does not grow with the record.
    """
    today = localdate(at)
    with scopes_disabled():
        mine = Q(assessor__user=user) & (Q(agency=agency) if agency else Q())
        held = Credential.objects.filter(Q(holder=user) & (Q(agency=agency) if agency else Q()))
        return Transcript(
            name=user.name,
            on=today,
            programmes=_programmes(mine),
            practice=_practice(mine),
            certificates=tuple(_certificate(one, today) for one in held.select_related("agency")),
        )


def as_data(told: Transcript) -> dict[str, Any]:
    """For a file: plain values, dates as ISO 8601, the name of this layout first."""
    plain: dict[str, Any] = _plain(asdict(told))
    return {"schema": SCHEMA} | plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _programmes(mine: Q) -> tuple[ProgrammeTold, ...]:
    enrolments = list(
        Enrolment.objects.filter(mine)
        .select_related("programme", "agency")
        .annotate(n_read=Count("readings", filter=Q(readings__passed_at__isnull=False)))
        .order_by("enrolled_at", "pk")
    )
    attempts = _attempts([enrolment.pk for enrolment in enrolments])
    return tuple(
        ProgrammeTold(
            title=enrolment.programme.title,
            agency=enrolment.agency.name,
            tools=tuple(enrolment.programme.tools),
            enrolled_on=localdate(enrolment.enrolled_at),
            left_on=localdate(enrolment.left_at) if enrolment.left_at else None,
            n_pages_read=enrolment.n_read,
            attempts=tuple(attempts[enrolment.pk]),
        )
        for enrolment in enrolments
    )


def _attempts(enrolments: Iterable[int]) -> dict[int, list[Attempt]]:
    """By enrolment, in the order of sitting."""
    enrolments = list(enrolments)
    decisions: dict[int, list[DecisionTold]] = defaultdict(list)
    for one in Decision.objects.filter(enrolment__in=enrolments).order_by("made_at", "pk"):
        decisions[one.exam_id].append(DecisionTold(localdate(one.made_at), one.outcome, one.basis))
    exams = Exam.objects.filter(enrolment__in=enrolments).annotate(n_cases=Count("assignments"))
    told: dict[int, list[Attempt]] = defaultdict(list)
    for exam in exams.order_by("opens_at", "pk"):
        attempt = Attempt(
            tool=exam.tool,
            number=exam.attempt,
            opened_on=localdate(exam.opens_at),
            closed_on=_closed_on(exam, decisions[exam.pk]),
            n_cases=exam.n_cases,
            decisions=tuple(decisions[exam.pk]),
        )
        told[exam.enrolment_id or 0].append(attempt)
    return told


def _closed_on(exam: Exam, decisions: Iterable[DecisionTold]) -> date | None:
    """A decision that asks for no more cases ends an attempt before its last day."""
    if exam.closed_at:
        return localdate(exam.closed_at)
    return next((one.on for one in decisions if one.outcome != Outcome.UNDECIDED), None)


def _practice(mine: Q) -> tuple[Practice, ...]:
    codings = Coding.objects.filter(mine, assignment__mode=Mode.PRACTICE)
    counted = Counter(codings.order_by().values_list("agency__name", "tool"))
    return tuple(Practice(agency, tool, n) for (agency, tool), n in sorted(counted.items()))


def _certificate(credential: Credential, today: date) -> CertificateTold:
    return CertificateTold(
        tool=credential.tool,
        tool_version=credential.tool_version,
        agency=credential.agency.name,
        holder_name=credential.holder_name,
        language=credential.language,
        issued_on=localdate(credential.issued_at),
        valid_until=credential.valid_until,
        status=status_of(credential, today).value,
        is_demonstration=credential.is_demonstration,
        address=verification_url(credential),
    )
