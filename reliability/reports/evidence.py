"""What one exam shows under a policy: its cases beside the gold in force, in counted items only.

Counted is an item all of whose deciding rules have a standing that the policy counts; a rule that
an expert of the agency confirmed has the standing "confirmed". Where a panel decided, its decision
confirms the item, whatever the standing of the rules. Gold that is an author's proposal decides
nothing: its cases are set aside and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from instruments import catalogue, scoring
from instruments.diagnosis import Coded, diagnose
from instruments.rulings import rulings
from instruments.scores import Scores
from reliability.certification import CaseEvidence, Evidence, Policy
from reliability.confirmed_rules import confirmed_rules
from training.explaining import facts_of, given_scores
from training.models import Coding, Exam, Rating
from vignettes.access import gold_in_force
from vignettes.gold import ELIGIBLE
from vignettes.models import Eligibility, GoldCoding, Provenance

CONFIRMED = "confirmed"
SURE_BANDS = ("verified", CONFIRMED)
"""Standings of the cut-offs with which a level may decide."""


@dataclass(frozen=True)
class HeldCase:
    """One coding of the exam with the gold that it is held against."""

    coding: Coding
    gold: GoldCoding

    @property
    def code(self) -> str:
        return self.coding.version.vignette.code

    @property
    def decides(self) -> bool:
        return self.gold.provenance != Provenance.AUTHOR_PROPOSAL


@dataclass(frozen=True)
class ExamEvidence:
    """The evidence of one exam, with the cases it rests on and those that were set aside."""

    evidence: Evidence
    held: tuple[HeldCase, ...]
    set_aside: tuple[Coding, ...]
    """Cases whose gold decides no certificate, or that have none."""

    @property
    def codings(self) -> list[int]:
        """What was handed in, as stored with a decision."""
        every = [one.coding for one in self.held] + list(self.set_aside)
        return sorted(coding.pk for coding in every)

    def cases_told(self) -> list[dict[str, Any]]:
        """The cases as a decision keeps them: which text, which coding, which gold."""
        return [
            {
                "case": one.code,
                "version": one.coding.version_id,
                "coding": one.coding.pk,
                "gold": one.gold.pk,
                "revision": one.gold.revision,
                "provenance": one.gold.provenance,
            }
            for one in self.held
        ]


def exam_evidence(exam: Exam, policy: Policy) -> ExamEvidence:
    """Everything handed in for this exam, against the gold in force for its agency."""
    codings = codings_of(exam)
    gold = gold_for_codings(exam, codings)
    confirmed = confirmed_rules(exam.agency_id, exam.tool)
    return evidence_of(codings, gold, policy, confirmed=confirmed)


def codings_of(exam: Exam) -> list[Coding]:
    """The codings of an exam in the order of its cases."""
    found = Coding.objects.filter(assignment__exam=exam).order_by("assignment__position", "pk")
    return list(found.select_related("version__vignette").prefetch_related("ratings"))


def gold_for_codings(exam: Exam, codings: Iterable[Coding]) -> dict[int, GoldCoding]:
    """Version -> the gold in force, in one query."""
    versions = {coding.version_id for coding in codings}
    found = gold_in_force(exam.agency).filter(tool=exam.tool, version__in=versions)
    return {gold.version_id: gold for gold in found}


def evidence_of(
    codings: Sequence[Coding],
    gold: Mapping[int, GoldCoding],
    policy: Policy,
    misread: Evidence | None = None,
    *,
    confirmed: Set[str] = frozenset(),
) -> ExamEvidence:
    """Hold codings against gold. `misread`: take what is known of misread rules from there."""
    every = [HeldCase(one, gold[one.version_id]) for one in codings if one.version_id in gold]
    held = tuple(one for one in every if one.decides)
    kept = {one.coding.pk for one in held}
    cases = tuple(case_evidence(one.coding, one.gold, policy, confirmed) for one in held)
    known = misread if misread is not None else _misread(held)
    return ExamEvidence(
        evidence=Evidence(cases=cases, misread=known.misread, signs=known.signs),
        held=held,
        set_aside=tuple(one for one in codings if one.pk not in kept),
    )


def case_evidence(
    coding: Coding, gold: GoldCoding, policy: Policy, confirmed: Set[str] = frozenset()
) -> CaseEvidence:
    """One case. Items are held against gold where both say that the tool may be used.

    Who had not answered that question when the clock handed in is held against every item.
    """
    ratings = {rating.item: rating for rating in coding.ratings.all()}
    says_yes = coding.eligibility in ("", Eligibility.YES)
    is_scored = gold.eligibility == Eligibility.YES and says_yes
    items = counted_items(gold, policy, confirmed) if is_scored else ()
    hits = {item for item in items if is_hit(gold, item, ratings.get(item))}
    total, band = _total(gold, ratings, set(items) - hits) if is_scored else (None, None)
    return CaseEvidence(
        case=coding.version.vignette.code,
        items=len(items),
        hits=len(hits),
        is_eligibility_hit=_eligibility_hit(coding, gold, policy, confirmed),
        total_deviation=total,
        same_band=band,
    )


def counted_items(
    gold: GoldCoding, policy: Policy, confirmed: Set[str] = frozenset()
) -> tuple[str, ...]:
    """The items of the tool whose score counts in a decision under this policy.

    `confirmed`: the rules that experts of the agency confirmed.
    """
    return tuple(
        item.id
        for item in catalogue.tool(gold.tool).items
        if item.id in gold.scores and _counts(gold, item.id, policy, confirmed)
    )


def is_hit(gold: GoldCoding, item: str, rating: Rating | None) -> bool:
    """Gold's score, one that is accepted too, or none on purpose where gold has none."""
    if rating is None:
        return False
    if gold.scores.get(item) is None and rating.score is None:
        return rating.insufficient or rating.not_applicable
    disputed = gold.rulings.get(item, {}).get("disputed") or ()
    allowed = rating.score is not None and rating.score in disputed
    return allowed or gold.agrees(item, rating.score)


def _counts(gold: GoldCoding, question: str, policy: Policy, confirmed: Set[str]) -> bool:
    if gold.provenance == Provenance.PANEL:
        return policy.counts(CONFIRMED)
    standing = {
        rule.id: CONFIRMED if rule.id in confirmed and policy.counts(CONFIRMED) else rule.status
        for rule in catalogue.tool(gold.tool).rules
    }
    named = gold.rulings.get(question, {}).get("rules", ())
    return all(policy.counts(standing[rule]) for rule in named if rule in standing)


def _eligibility_hit(
    coding: Coding, gold: GoldCoding, policy: Policy, confirmed: Set[str]
) -> bool | None:
    """None where gold leaves the question open, or rests on rules that do not count."""
    if gold.eligibility == Eligibility.UNDECIDED or not _counts(gold, ELIGIBLE, policy, confirmed):
        return None
    return bool(coding.eligibility == gold.eligibility)


def _total(
    gold: GoldCoding, ratings: Mapping[str, Rating], missed: set[str]
) -> tuple[int | None, bool | None]:
    """Total minus gold's, and whether the level is gold's, by the items that count and differ.

    What is accepted too, or does not count, stands in the sum as gold has it.
    """
    given = {
        item: (ratings[item].score if item in ratings else None) if item in missed else score
        for item, score in gold.scores.items()
    }
    mine, right = scoring.total(gold.tool, given), scoring.total(gold.tool, gold.scores)
    if mine.value is None or right.value is None:
        return None, None
    same = None
    if mine.band and right.band and {mine.band.status, right.band.status} <= set(SURE_BANDS):
        same = mine.band.id == right.band.id
    return mine.value - right.value, same


def _misread(held: Sequence[HeldCase]) -> Evidence:
    """The probability that each rule is misread, and how many answers speak for it."""
    told = [coded(one) for one in held if one.gold.eligibility != Eligibility.UNDECIDED]
    if not told:
        return Evidence()
    found = diagnose(told)
    return Evidence(
        misread={rule: finding.probability for rule, finding in found.rules.items()},
        signs={rule: len(finding.signs_for) for rule, finding in found.rules.items()},
    )


def coded(one: HeldCase) -> Coded:
    """The coding as the diagnosis reads it.

    It knows the rules only. Where a panel decided otherwise and the assessor scored as the panel
    did, the answer stands as the rules give it, so that nobody misreads a rule by being right.
    """
    facts = facts_of(one.coding.version)
    given = given_scores(one.coding.eligibility, one.coding.scores)
    if one.gold.provenance == Provenance.PANEL:
        given = _as_the_rules_have_it(one, given)
    return Coded(one.code, one.gold.tool, facts, given)


def _as_the_rules_have_it(one: HeldCase, given: Scores) -> Scores:
    right = rulings(one.gold.tool, facts_of(one.coding.version))
    ratings = {rating.item: rating for rating in one.coding.ratings.all()}
    items = {
        item: right.items[item].value
        if item in right.items
        and right.items[item].value is not None
        and is_hit(one.gold, item, ratings.get(item))
        else score
        for item, score in given.items.items()
    }
    agrees = one.coding.eligibility == one.gold.eligibility
    return Scores(items, eligible=right.eligibility.answer if agrees else given.eligible)
