"""The operating curve of a policy: chances and cases by true agreement, computed exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from reliability.certification.conditions import ROUNDING, needed
from reliability.certification.model import Assessors, FloatArray, Yes, misses, wrong_items
from reliability.certification.policy import ItemRule, Policy
from reliability.certification.sequence import boundaries, design_effect, weights

TRUE = tuple(round(0.70 + 0.01 * n, 2) for n in range(29))
"""True agreements of a drawn curve: 70 to 98 %."""
TEN_ITEMS = Assessors()


@dataclass(frozen=True)
class CurvePoint:
    """What the policy does with an assessor of this true agreement, in one attempt."""

    true: float
    passes: float
    not_yet: float
    mean_cases: float
    by_cases: tuple[tuple[int, float], ...]
    """The number of cases after which the attempt ends, and its probability."""


@dataclass(frozen=True)
class Look:
    """The hits that settle the condition on items after this number of cases."""

    cases: int
    fails_to: int | None
    """So many hits or fewer: not yet. None: no number is low enough."""
    passes_from: int | None
    """So many hits or more: the condition is met. None: no number is high enough."""
    items: int


def operating_curve(
    policy: Policy, *, true: Sequence[float] = TRUE, assessors: Assessors = TEN_ITEMS
) -> tuple[CurvePoint, ...]:
    """One point for each true agreement, exact for the model `assessors`.

    Every rule of the policy enters but the one on critical rules: the model makes slips, and reads
    no rule wrong. Levels enter where the model says how wide they are.
    """
    if not all(0 < one < 1 for one in true):
        raise ValueError(f"true agreement must lie between 0 and 1, got {tuple(true)}")
    return _curve(policy, tuple(true), assessors)


def pass_within(passes: float, attempts: int) -> float:
    """The chance to pass in at most so many attempts, if nothing is learned between them."""
    return float(1 - (1 - passes) ** attempts)


def looks(policy: Policy, items: int = 10) -> tuple[Look, ...]:
    """The looks of a policy whose cases have so many counted items each; none without that rule."""
    rule = policy.items
    return tuple(_look(rule, n, items, policy) for n in policy.looks_at()) if rule else ()


def _look(rule: ItemRule, cases: int, items: int, policy: Policy) -> Look:
    found = _support(rule, cases, items)  # by wrong items, falling
    passes, fails = _settled(found, rule, is_last=cases == policy.most_cases)
    every = cases * items
    return Look(
        cases=cases,
        fails_to=every - int(np.argmax(fails)) if fails.any() else None,
        passes_from=every - int(np.flatnonzero(passes)[-1]) if passes.any() else None,
        items=every,
    )


def _support(rule: ItemRule, cases: int, items: int) -> FloatArray:
    """The support after so many cases, for 0, 1, 2 ... wrong items."""
    hit, miss = weights(rule)
    wrong = np.arange(cases * items + 1)
    every = cases * items
    found: FloatArray = (every - wrong) * hit + wrong * miss
    return found / design_effect(items, rule.clustering)


def _settled(found: FloatArray, rule: ItemRule, *, is_last: bool) -> tuple[Yes, Yes]:
    fails, passes, last = boundaries(rule)
    if is_last:
        met = found >= last - ROUNDING
        return met, ~met
    return found >= passes - ROUNDING, found <= fails + ROUNDING


@lru_cache(maxsize=128)
def _curve(policy: Policy, true: tuple[float, ...], assessors: Assessors) -> tuple[CurvePoint, ...]:
    walk = _Walk(policy, true, assessors)
    for cases in range(1, policy.most_cases + 1):
        walk.one_more_case()
        if cases in policy.looks_at():
            walk.look(cases)
    return tuple(
        CurvePoint(
            true=one,
            passes=float(walk.passes[row]),
            not_yet=float(walk.not_yet[row]),
            mean_cases=float(sum(n * ended[row] for n, ended in walk.ended.items())),
            by_cases=tuple((n, float(ended[row])) for n, ended in walk.ended.items()),
        )
        for row, one in enumerate(true)
    )


class _Walk:
    """The undecided, case by case: a table of chances by what they have got wrong so far.

    Its axes: true agreement, wrong items, totals off, other levels, wrong on eligibility. The last
    place of each axis stands for "so many or more", of which nobody can pass.
    """

    def __init__(self, policy: Policy, true: tuple[float, ...], assessors: Assessors) -> None:
        self.policy, self.assessors = policy, assessors
        self.case = wrong_items(true, assessors)
        points = policy.totals.points if policy.totals else assessors.items
        self.miss = misses(points, assessors)
        self.right = np.asarray(true, float)
        self.most = tuple(_most_misses(policy, share) for share in self._shares())
        self.open = np.zeros((len(true), self._most_wrong() + 1, *(m + 1 for m in self.most)))
        self.open[:, 0, 0, 0, 0] = 1
        self.moves = dict(self._moves())
        self.passes, self.not_yet = np.zeros(len(true)), np.zeros(len(true))
        self.ended: dict[int, FloatArray] = {}

    def _shares(self) -> tuple[float | None, float | None, float | None]:
        policy, model = self.policy, self.assessors
        bands = policy.bands if model.band_width else None
        asked = policy.eligibility if model.eligibility else None
        rules = (policy.totals, bands, asked)
        totals, same, eligible = (rule.share if rule else None for rule in rules)
        return totals, same, eligible

    def _moves(self) -> Iterator[tuple[tuple[int, int], FloatArray]]:
        """By [total off, another level]: the chances of each number of wrong items, to and from.

        True agreements in the first axis.
        """
        before = np.arange(self.open.shape[1])
        for total, band in product((0, 1), repeat=2):
            move = np.zeros((len(self.right), len(before), len(before)))
            for wrong in range(self.assessors.items + 1):
                after = np.minimum(before + wrong, before[-1])
                chance = self.case[:, wrong] * self.miss[wrong, total, band]
                move[:, after, before] += chance[:, np.newaxis]
            if move.any():
                yield (total, band), move

    def _most_wrong(self) -> int:
        """The fewest wrong items with which the exam is failed at every look."""
        rule, items = self.policy.items, self.assessors.items
        if rule is None:
            return 0
        most = 0
        for cases in self.policy.looks_at():
            is_last = cases == self.policy.most_cases
            _, fails = _settled(_support(rule, cases, items), rule, is_last=is_last)
            most = max(most, int(np.argmax(fails)) if fails.any() else len(fails))
        return most

    def one_more_case(self) -> None:
        told = self.open.reshape(*self.open.shape[:2], -1)
        after = np.zeros_like(self.open)
        for (total, band), move in self.moves.items():
            moved = (move @ told).reshape(self.open.shape)
            after += _shifted(_shifted(moved, 2, total), 3, band)
        if self.open.shape[4] > 1:
            right = self.right[:, None, None, None, None]
            after = right * after + (1 - right) * _shifted(after, 4, 1)
        self.open = after

    def look(self, cases: int) -> None:
        met, failed = self._verdicts(cases)
        passed = np.where(met & ~failed, self.open, 0).sum(axis=(1, 2, 3, 4))
        not_yet = np.where(failed, self.open, 0).sum(axis=(1, 2, 3, 4))
        self.passes, self.not_yet = self.passes + passed, self.not_yet + not_yet
        self.ended[cases] = passed + not_yet
        self.open = np.where(met | failed, 0, self.open)

    def _verdicts(self, cases: int) -> tuple[Yes, Yes]:
        """Where every condition is met, and where one has failed for good."""
        shape = self.open.shape[1:]
        met: Yes = np.ones(shape, bool)
        failed: Yes = np.zeros(shape, bool)
        is_last = cases == self.policy.most_cases
        if self.policy.items:
            found = _support(self.policy.items, cases, self.assessors.items)[: shape[0]]
            passes, fails = _settled(found, self.policy.items, is_last=is_last)
            beyond = (0, shape[0] - len(found))
            met &= np.pad(passes, beyond)[:, None, None, None]
            failed |= np.pad(fails, beyond, constant_values=True)[:, None, None, None]
        for axis, share in enumerate(self._shares(), start=1):
            if share is not None:
                places = np.arange(shape[axis])
                along = [1, 1, 1, 1]
                along[axis] = -1
                few = (places <= cases - needed(cases, share)).reshape(along)
                met &= few
                failed |= (places == shape[axis] - 1).reshape(along) | (~few & is_last)
        return met, failed


def _most_misses(policy: Policy, share: float | None) -> int:
    """The fewest misses that no later case can make good; 0 where nothing is asked."""
    if share is None:
        return 0
    return policy.most_cases - needed(policy.most_cases, share) + 1


def _shifted(table: FloatArray, axis: int, by: int) -> FloatArray:
    """The table moved along an axis; what would fall off its end stays in the last place."""
    length = table.shape[axis]
    by = min(by, length - 1)
    if not by:
        return table
    ahead = np.moveaxis(np.zeros_like(table), axis, 0)
    told = np.moveaxis(table, axis, 0)
    ahead[by:] = told[: length - by]
    ahead[-1] += told[length - by :].sum(axis=0)
    return np.moveaxis(ahead, 0, axis)
