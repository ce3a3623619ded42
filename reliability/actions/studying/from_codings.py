"""The codings that were made here, as the rows of a study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from reliability import study_access
from reliability.actions.studying.keys import agency_key, pseudonym
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.models import StudyKind
from reliability.studies.frame import CodingRow
from training.models import Coding, Mode, Rating
from vignettes.access import gold_in_force
from vignettes.models import VignetteVersion

FIRST = 1
MOST_CODINGS = 500_000
"""A study is held in memory while it is made and computed: so many take about a gigabyte."""
NOTHING = _(
    "Nobody here has scored a case with this tool in the way you chose. Choose other days, cases "
    "or a programme."
)
NOT_TWICE = _(
    "Nobody here has scored one case twice in the way you chose, months apart. Choose more days, "
    "or bring a table of codings that were made again."
)
TOO_MANY = _(
    "These are more than %(n)s codings, too many for one study. Choose fewer days or cases, one "
    "programme or one exam."
)


@dataclass(frozen=True)
class Plan:
    """What a study will hold: its codings, what was left out, and what they rest on."""

    rows: list[CodingRow]
    left_out: int = 0
    versions: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()
    fields: dict[str, Any] = field(default_factory=dict)


def targets_of(versions: Iterable[VignetteVersion]) -> dict[int, str]:
    """Version -> what its target is called: the code of the case.

    With a number where several versions, or an agency's own case and a shipped one, share a code.
    """
    every = sorted(versions, key=lambda version: (version.vignette.code, version.pk))
    shared = Counter(version.vignette.code for version in every)
    seen: Counter[str] = Counter()
    named = {}
    for version in every:
        code = version.vignette.code
        seen[code] += 1
        named[version.pk] = code if shared[code] == 1 else f"{code}/{seen[code]}"
    return named


def chosen(agency: Agency, tool: str, asked: dict[str, Any]) -> QuerySet[Coding]:
    """First attempts with a tool, where it may be used by the gold, narrowed as asked.

    Later attempts follow the answer and do not count; nor does what a panel's experts coded, which
    says how the gold was made.
    """
    usable = gold_in_force(agency).filter(tool=tool, eligibility="yes").values("version")
    found: QuerySet[Coding] = Coding.objects.filter(
        agency=agency, tool=tool, attempt=FIRST, version__in=usable
    ).exclude(assignment__mode=Mode.PANEL)
    narrowed = {
        "version__in": asked.get("versions"),
        "assessor__enrolments__programme": asked.get("programme"),
        "assignment__exam": asked.get("exam"),
        "assignment__mode": asked.get("mode"),
        "submitted_at__date__gte": asked.get("since"),
        "submitted_at__date__lte": asked.get("until"),
    }
    return found.filter(**{name: value for name, value in narrowed.items() if value})


@dataclass(frozen=True)
class _Made:
    """One coding made here, before its scores are known."""

    pk: int
    target: str
    rater: str
    coded_on: date


def plan_of_codings(agency: Agency, tool: str, kind: str, asked: dict[str, Any]) -> Plan:
    """First codings of each case by each person; all of them, numbered, for WITHIN.

    Codings without any score, such as of a person who took the tool for not usable, are left out.
    Raises StudyRefusedError where nothing is left, and where there are too many.
    """
    found = chosen(agency, tool, asked)
    if found.order_by()[: MOST_CODINGS + 1].count() > MOST_CODINGS:
        raise StudyRefusedError(TOO_MANY, n=MOST_CODINGS)
    versions = VignetteVersion.objects.filter(pk__in=found.values("version"))
    targets = targets_of(versions.select_related("vignette").only("number", "vignette__code"))
    occasions = _occasions(_made(agency, found, targets), kind)
    scores = _scores(found)
    rows = [
        CodingRow(
            number=number,
            target=made.target,
            rater=made.rater,
            occasion=occasion,
            coded_on=made.coded_on,
            scores=scores[made.pk],
        )
        for number, (made, occasion) in enumerate(
            ((made, occasion) for made, occasion in occasions if made.pk in scores), start=1
        )
    ]
    if not rows:
        raise StudyRefusedError(NOT_TWICE if kind == StudyKind.WITHIN else NOTHING)
    used = {row.target for row in rows}
    return Plan(
        rows=rows,
        left_out=sum(made.pk not in scores for made, _occasion in occasions),
        versions=frozenset(pk for pk, target in targets.items() if target in used),
    )


def _made(agency: Agency, found: QuerySet[Coding], targets: dict[int, str]) -> list[_Made]:
    """The codings in an order that tells nothing of who is who."""
    key, known = agency_key(agency), study_access.aliases(agency)
    people: dict[int, str] = {}
    made = []
    values = found.order_by("submitted_at", "pk").values_list(
        "pk", "version", "assessor__user", "submitted_at"
    )
    for pk, version, person, at in values.iterator():
        if person not in people:
            rater = pseudonym(key, f"person {person}")
            people[person] = known.get(rater, rater)
        made.append(_Made(pk, targets[version], people[person], localdate(at)))
    return sorted(made, key=lambda one: (one.target, one.rater))


def _occasions(every: list[_Made], kind: str) -> list[tuple[_Made, int]]:
    """The codings to take, each with how many-eth it is of its person on its case."""
    counted: Counter[tuple[str, str]] = Counter()
    numbered = []
    for made in every:
        counted[made.target, made.rater] += 1
        numbered.append((made, counted[made.target, made.rater]))
    if kind == StudyKind.WITHIN:
        return [one for one in numbered if counted[one[0].target, one[0].rater] > 1]
    return [one for one in numbered if one[1] == 1]


def _scores(found: QuerySet[Coding]) -> dict[int, dict[str, int]]:
    """Coding -> item -> score, in one query; without codings that have no score at all."""
    rows = Rating.objects.filter(coding__in=found, score__isnull=False).order_by()
    scores: dict[int, dict[str, int]] = {}
    for coding, item, score in rows.values_list("coding", "item", "score").iterator():
        if score is not None:
            scores.setdefault(coding, {})[item] = score
    return scores
