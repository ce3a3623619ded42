"""Which decisions rest on gold that is no longer in force, and what would become of them.

Derived, never stored: a decision is marked for review as long as nobody has reviewed it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from agencies.models import Agency
from reliability.certification import Evidence, decide, read_policy
from reliability.confirmed_rules import confirmed_rules
from reliability.models import Decision
from reliability.reports.evidence import evidence_of, exam_evidence
from training.models import Assignment, Coding
from vignettes.access import gold_in_force, shipped_or_own
from vignettes.models import GoldCoding


@dataclass(frozen=True)
class Changed:
    """A decision some of whose gold was replaced."""

    decision: Decision
    cases: tuple[str, ...]


def on_changed_gold(agency: Agency, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Those of the agency's decisions on exams with a case whose gold was ever replaced.

    The others cannot rest on gold that is not in force, so that what they rest on need not be read:
    it is long, and there is one for every exam that anybody sat.
    """
    in_force = gold_in_force(agency).values("pk")
    held = GoldCoding.objects.filter(shipped_or_own(agency))
    replaced = held.exclude(pk__in=in_force).order_by().values("version")
    cases = Assignment.objects.filter(version__in=replaced, exam__isnull=False).order_by()
    return decisions.filter(exam__in=cases.values("exam"))


def changed_gold(decisions: Iterable[Decision]) -> tuple[Changed, ...]:
    """Those of these decisions of one agency whose gold was replaced, in one query."""
    found = list(decisions)
    if not found:
        return ()
    versions = {case["version"] for one in found for case in one.evidence["cases"]}
    in_force = gold_in_force(found[0].agency).filter(version__in=versions)
    newest = {(gold.version_id, gold.tool): gold.pk for gold in in_force}
    every = (Changed(one, _replaced(one, newest)) for one in found)
    return tuple(one for one in every if one.cases)


def _replaced(decision: Decision, newest: Mapping[tuple[int, str], int]) -> tuple[str, ...]:
    return tuple(
        case["case"]
        for case in decision.evidence["cases"]
        if newest.get((case["version"], decision.tool)) != case["gold"]
    )


def by_gold_in_force(decision: Decision) -> str:
    """The outcome of the same exam by the gold that is in force now."""
    policy = read_policy(decision.policy.rules)
    found = exam_evidence(decision.exam, policy)
    return str(decide(found.evidence, policy).outcome)


@dataclass(frozen=True)
class Recomputed:
    """What the policy makes of an exam by gold in force, and by gold that may come."""

    decision: Decision
    now: str
    then: str


def by_other_gold(
    decisions: Sequence[Decision], gold: Mapping[int, GoldCoding]
) -> tuple[Recomputed, ...]:
    """Each decision's outcome by the gold in force for its agency, and with this gold in its place.

    All are of one tool. `gold`: agency -> the gold that would be in force there. What is known of
    misread rules is taken from the decision, since the diagnosis goes by the rules and not by gold.
    """
    codings = codings_by_exam(decisions)
    in_force = _gold_by_agency(decisions, codings)
    confirmed = {pk: confirmed_rules(pk, own[0].tool) for pk, own in _by_agency(decisions).items()}
    return tuple(
        _recomputed(
            one,
            codings[one.exam_id],
            in_force[one.agency_id],
            gold[one.agency_id],
            confirmed[one.agency_id],
        )
        for one in decisions
    )


def codings_by_exam(decisions: Sequence[Decision]) -> dict[int, list[Coding]]:
    """Exam -> what was handed in for it, in the order of its cases, in two queries."""
    codings = Coding.objects.filter(assignment__exam__in={one.exam_id for one in decisions})
    rows = codings.select_related("version__vignette", "assignment").prefetch_related("ratings")
    found: dict[int, list[Coding]] = defaultdict(list)
    for coding in rows.order_by("assignment__position", "pk"):
        if coding.assignment.exam_id is not None:
            found[coding.assignment.exam_id].append(coding)
    return found


def _gold_by_agency(
    decisions: Sequence[Decision], codings: Mapping[int, Sequence[Coding]]
) -> dict[int, dict[int, GoldCoding]]:
    """Agency -> version -> the gold in force there, in one query for each agency."""
    return {
        pk: {gold.version_id: gold for gold in _in_force(own, codings)}
        for pk, own in _by_agency(decisions).items()
    }


def _by_agency(decisions: Sequence[Decision]) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = defaultdict(list)
    for one in decisions:
        found[one.agency_id].append(one)
    return found


def _in_force(
    decisions: Sequence[Decision], codings: Mapping[int, Sequence[Coding]]
) -> Iterable[GoldCoding]:
    versions = {one.version_id for decision in decisions for one in codings[decision.exam_id]}
    tools = {decision.tool for decision in decisions}
    return gold_in_force(decisions[0].agency).filter(version__in=versions, tool__in=tools)


def _recomputed(
    decision: Decision,
    codings: Sequence[Coding],
    in_force: Mapping[int, GoldCoding],
    gold: GoldCoding,
    confirmed: frozenset[str],
) -> Recomputed:
    policy = read_policy(decision.policy.rules)
    known = Evidence.model_validate(decision.evidence["evidence"])
    found = [
        evidence_of(codings, held, policy, misread=known, confirmed=confirmed)
        for held in (in_force, {**in_force, gold.version_id: gold})
    ]
    outcomes = [decide(one.evidence, policy).outcome for one in found]
    return Recomputed(decision, *outcomes)
