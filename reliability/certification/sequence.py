"""Wald's sequential test for clustered items: how much each case speaks for which agreement."""

from __future__ import annotations

import math
from collections.abc import Iterable

from reliability.certification.evidence import CaseEvidence
from reliability.certification.policy import ItemRule


def support(cases: Iterable[CaseEvidence], rule: ItemRule) -> float:
    """The logarithm of how much likelier the hits are under the acceptable agreement.

    Each case speaks with its items divided by their design effect, 1 + (items - 1) x clustering:
    ten items of one case are worth fewer than ten items of ten cases. With a clustering of 0 this
    is the sequential probability ratio test of Wald (1945).
    """
    return sum(case_support(case.items, case.hits, rule) for case in cases)


def case_support(items: int, hits: int, rule: ItemRule) -> float:
    """What one case adds to the support; 0 for a case without items."""
    if not items:
        return 0.0
    hit, miss = weights(rule)
    return (hits * hit + (items - hits) * miss) / design_effect(items, rule.clustering)


def weights(rule: ItemRule) -> tuple[float, float]:
    """What one hit and one miss add, before clustering: above and below 0."""
    hit = math.log(rule.acceptable / rule.unacceptable)
    miss = math.log((1 - rule.acceptable) / (1 - rule.unacceptable))
    return hit, miss


def design_effect(items: int, clustering: float) -> float:
    """How many clustered items are worth one independent item (Kish 1965)."""
    return 1 + (items - 1) * clustering


def boundaries(rule: ItemRule) -> tuple[float, float, float]:
    """Support at which the test fails, passes, and is cut at the last case.

    The last one lies in the middle: there the nearer boundary decides.
    """
    fails = math.log(rule.fails_wrongly / (1 - rule.passes_wrongly))
    passes = math.log((1 - rule.fails_wrongly) / rule.passes_wrongly)
    return fails, passes, (fails + passes) / 2
