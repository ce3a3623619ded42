"""Each rule of a policy, held against the evidence of an attempt."""

from __future__ import annotations

import math
from collections.abc import Iterator

from reliability.certification import wording
from reliability.certification.evidence import Evidence
from reliability.certification.policy import CriticalRule, ItemRule, Policy, ShareRule, TotalsRule
from reliability.certification.sequence import boundaries, support
from reliability.certification.verdict import Condition, Name, State

ROUNDING = 1e-9
"""A share of .8 of 10 cases is 8 cases, whatever the computer makes of .8 x 10."""


def conditions(evidence: Evidence, policy: Policy) -> tuple[Condition, ...]:
    """One condition for each rule the policy has, items first."""
    return tuple(_conditions(evidence, policy))


def _conditions(evidence: Evidence, policy: Policy) -> Iterator[Condition]:
    left = max(0, policy.most_cases - len(evidence.cases))
    if policy.items:
        yield _items(evidence, policy.items, left)
    if policy.totals:
        yield _totals(evidence, policy.totals, left)
    if policy.bands:
        told = [c.same_band for c in evidence.cases if c.same_band is not None]
        yield _shared("bands", told, policy.bands, left)
    if policy.eligibility:
        told = [c.is_eligibility_hit for c in evidence.cases if c.is_eligibility_hit is not None]
        yield _shared("eligibility", told, policy.eligibility, left)
    if policy.critical:
        yield _critical(evidence, policy.critical, left)


def _items(evidence: Evidence, rule: ItemRule, left: int) -> Condition:
    state: State = "not_judged"
    if evidence.items:
        found = support(evidence.cases, rule)
        fails, passes, last = boundaries(rule)
        if not left:
            state = "met" if found >= last - ROUNDING else "failed"
        else:
            state = "met" if found >= passes - ROUNDING else "open"
            state = "failed" if found <= fails + ROUNDING else state
    sentence = wording.of_items(state, evidence.hits, evidence.items, rule)
    return Condition("items", state, sentence, rule.source, evidence.hits, evidence.items)


def _totals(evidence: Evidence, rule: TotalsRule, left: int) -> Condition:
    told = [c.total_deviation for c in evidence.cases if c.total_deviation is not None]
    right = sum(abs(deviation) <= rule.points for deviation in told)
    state = share_state(right, len(told), rule.share, left)
    sentence = wording.of_totals(state, right, len(told), rule)
    return Condition("totals", state, sentence, rule.source, right, len(told))


def _shared(name: Name, told: list[bool], rule: ShareRule, left: int) -> Condition:
    right = sum(told)
    state = share_state(right, len(told), rule.share, left)
    sentence = wording.of_share(name, state, right, len(told), rule)
    return Condition(name, state, sentence, rule.source, right, len(told))


def share_state(right: int, judged: int, share: float, left: int) -> State:
    """Whether so many right of those judged meet the share, or still can with `left` more cases."""
    if not judged:
        return "not_judged"
    if right >= needed(judged, share):
        return "met"
    return "open" if right + left >= needed(judged + left, share) else "failed"


def needed(judged: int, share: float) -> int:
    """How many of those judged have to be right."""
    return math.ceil(share * judged - ROUNDING)


def _critical(evidence: Evidence, rule: CriticalRule, left: int) -> Condition:
    tested = [one for one in rule.rules if one in evidence.misread]
    misread = tuple(
        one
        for one in tested
        if evidence.misread[one] > rule.above
        and evidence.signs.get(one, rule.least_signs) >= rule.least_signs
    )
    state: State = "met" if tested else "not_judged"
    if misread:
        state = "open" if left else "failed"
    sentence = wording.of_critical(state, misread, len(tested), rule)
    return Condition(
        "critical", state, sentence, rule.source, len(tested) - len(misread), len(tested), misread
    )
