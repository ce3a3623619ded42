"""The true share of items scored like gold, with an interval that allows for clustered items."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reliability.certification.evidence import CaseEvidence
from reliability.certification.sequence import design_effect
from reliability.stats.distributions import normal_quantile
from reliability.stats.estimate import Estimate, checked_confidence, undefined

CLUSTERING = 0.08
"""Intraclass correlation of hits within a case, where no policy states one."""
FORM = "share of items scored like gold"


def clustered_agreement(
    cases: Sequence[CaseEvidence], clustering: float = CLUSTERING, confidence: float = 0.95
) -> Estimate:
    """Hits over items, with the score interval of Wilson (1927) at the effective sample size.

    The items are divided by their design effect (Korn and Graubard 1998): the one that the stated
    clustering implies, or the one seen between the cases where that is greater. `n_used` counts
    the cases with items. Undefined without an item.
    """
    checked_confidence(confidence)
    scored = [case for case in cases if case.items]
    n_used, n_given = len(scored), len(cases)
    items, hits = sum(case.items for case in scored), sum(case.hits for case in scored)
    if not items:
        return undefined(FORM, "no item counts", n_used=0, n_given=n_given)
    effect = max(_stated_effect(scored, items, clustering), _seen_effect(scored, items, hits))
    low, high = wilson(hits / items, items / effect, confidence)
    return Estimate(
        value=hits / items,
        form=FORM,
        n_used=n_used,
        n_given=n_given,
        low=low,
        high=high,
        confidence=confidence,
        method="Wilson score interval, items divided by their design effect",
        detail={"items": items, "hits": hits, "design_effect": effect},
    )


def _stated_effect(cases: Sequence[CaseEvidence], items: int, clustering: float) -> float:
    return sum(c.items * design_effect(c.items, clustering) for c in cases) / items


def _seen_effect(cases: Sequence[CaseEvidence], items: int, hits: int) -> float:
    """Variance of the share between cases, over that of independent items; 1 where it has none."""
    share, n = hits / items, len(cases)
    if n < 2 or share in (0, 1):
        return 1.0
    squares = sum((case.hits - share * case.items) ** 2 for case in cases)
    return n / (n - 1) * squares / (items * share * (1 - share))


def wilson(share: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a share of n independent trials; n need not be whole."""
    z = normal_quantile((1 + confidence) / 2)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
