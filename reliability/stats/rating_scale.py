"""Fitting the many-facet rating-scale model: persons, items and raters on ordered categories."""

from dataclasses import dataclass

import numpy as np

from reliability.stats.arrays import FloatArray, IntArray

NODES = np.linspace(-6.0, 6.0, 61)
_ROUNDS, _CLOSE = 150, 1e-6
"""Usual data settle in some ten rounds; where raters never differ, none are enough."""
_FARTHEST = 15.0
_NARROW, _WIDE = 1e-6, 1e3


@dataclass(frozen=True, eq=False)
class Facets:
    """One entry per score: positions of person, item and rater, and the score counted from 0."""

    persons: IntArray
    items: IntArray
    raters: IntArray
    scores: IntArray
    n_persons: int
    n_items: int
    n_raters: int
    n_steps: int


@dataclass(frozen=True, eq=False)
class FacetsFit:
    """Difficulties, severities (sum 0) and steps (sum 0) in logits, and the spread of persons."""

    items: FloatArray
    raters: FloatArray
    steps: FloatArray
    variance: float
    log_likelihood: float
    posterior: FloatArray
    errors: FloatArray
    converged: bool


class _Model:
    """The likelihood over items and raters that occur together, on a grid of person abilities."""

    def __init__(self, data: Facets) -> None:
        self.data = data
        pairs, self.pair_of = np.unique(
            data.items * data.n_raters + data.raters, return_inverse=True
        )
        self.item_of, self.rater_of = np.divmod(pairs, data.n_raters)
        self.order = np.argsort(data.persons, kind="stable")
        seen = data.persons[self.order]
        self.starts = np.flatnonzero(np.r_[True, seen[1:] != seen[:-1]])
        self.reached = (data.scores[:, np.newaxis] > np.arange(data.n_steps)).astype(np.float64)
        self.seen = np.zeros((len(pairs), data.n_steps))
        np.add.at(self.seen, self.pair_of, self.reached)
        by_pair = np.argsort(self.pair_of, kind="stable")
        # Every pair occurs, so each begins where the one before it ends.
        self.pair_starts = np.searchsorted(self.pair_of[by_pair], np.arange(len(pairs)))
        self.persons_by_pair = data.persons[by_pair]
        self.design = self._design()

    def _design(self) -> FloatArray:
        """From free parameters to -(item + rater + step) of each pair and step."""
        d, n = self.data, len(self.item_of)
        width = d.n_items + (d.n_raters - 1) + (d.n_steps - 1)
        design = np.zeros((n, d.n_steps, width))
        raters = np.vstack([np.eye(d.n_raters - 1), -np.ones(d.n_raters - 1)])
        steps = np.vstack([np.eye(d.n_steps - 1), -np.ones(d.n_steps - 1)])
        design[np.arange(n), :, self.item_of] = -1
        design[:, :, d.n_items : d.n_items + d.n_raters - 1] = -raters[self.rater_of][:, np.newaxis]
        design[:, :, d.n_items + d.n_raters - 1 :] = -steps
        return design

    def split(self, beta: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Items, raters and steps, each complete."""
        d = self.data
        items, raters, steps = np.split(beta, [d.n_items, d.n_items + d.n_raters - 1])
        return items, np.append(raters, -raters.sum()), np.append(steps, -steps.sum())

    def probabilities(self, beta: FloatArray) -> FloatArray:
        """Of each category, shape (pairs, nodes, categories)."""
        steps = self.design @ beta
        gain = NODES[:, np.newaxis] + steps[:, np.newaxis, :]
        total = np.concatenate([np.zeros((*gain.shape[:2], 1)), gain.cumsum(axis=2)], axis=2)
        weight = np.exp(total - total.max(axis=2, keepdims=True))
        return np.asarray(weight / weight.sum(axis=2, keepdims=True))

    def posterior(self, chances: FloatArray, variance: float) -> tuple[FloatArray, float]:
        """Weight of each node for each person, and the marginal log likelihood."""
        log = np.log(np.maximum(chances, 1e-300))
        each = log[self.pair_of[self.order], :, self.data.scores[self.order]]
        joint = np.add.reduceat(each, self.starts, axis=0)
        prior = np.exp(-(NODES**2) / (2 * variance))
        joint = joint + np.log(np.maximum(prior / prior.sum(), 1e-300))
        top = joint.max(axis=1, keepdims=True)
        weight = np.exp(joint - top)
        total = weight.sum(axis=1, keepdims=True)
        return weight / total, float((top + np.log(total)).sum())

    def step(self, chances: FloatArray, posterior: FloatArray) -> FloatArray:
        """One Newton step of the expected complete-data likelihood."""
        weight = np.add.reduceat(posterior[self.persons_by_pair], self.pair_starts, axis=0)
        above = self.above(chances)
        expected = np.einsum("cn,cns->cs", weight, above)
        gradient = np.einsum("cs,csp->p", self.seen - expected, self.design)
        # both steps are reached where the higher one is
        both = np.minimum.outer(np.arange(above.shape[2]), np.arange(above.shape[2]))
        higher = above[:, :, above.shape[2] - 1 - both[::-1, ::-1]]
        spread = higher - above[:, :, :, np.newaxis] * above[:, :, np.newaxis, :]
        local = np.einsum("cn,cnst->cst", weight, spread)
        pulled = np.einsum("cst,ctp->csp", local, self.design)
        information = np.einsum("csq,csp->qp", self.design, pulled)
        ridge = 1e-9 * np.eye(len(information))
        return np.asarray(np.linalg.solve(information + ridge, gradient))

    def improved(self, at: FloatArray) -> tuple[FloatArray, float]:
        """One round of expectation and maximisation, and the log likelihood before it.

        `at`: the free parameters, then the logarithm of the persons' variance.
        """
        chances = self.probabilities(at[:-1])
        posterior, level = self.posterior(chances, float(np.exp(at[-1])))
        move = np.clip(self.step(chances, posterior), -1, 1)
        spread = float((posterior @ NODES**2).mean())
        return _bounded(np.append(at[:-1] + move, np.log(max(spread, _NARROW)))), level

    def farther(self, at: FloatArray, one: FloatArray, two: FloatArray, level: float) -> FloatArray:
        """Two rounds led from `at` to `two`: where many more would lead, if that is no worse.

        `level`: the log likelihood at `one`.
        """
        first = one - at
        bend = two - one - first
        long = float(np.sqrt((first @ first) / (bend @ bend))) if bend.any() else 1.0
        if long <= 1:
            return two
        there, found = self.improved(_bounded(at + 2 * long * first + long**2 * bend))
        return there if found >= level else two

    def above(self, chances: FloatArray) -> FloatArray:
        """Probability of reaching each step, shape (pairs, nodes, steps)."""
        return np.asarray(chances[:, :, ::-1].cumsum(axis=2)[:, :, ::-1][:, :, 1:])

    def errors(self, chances: FloatArray, posterior: FloatArray) -> FloatArray:
        """Covariance of the free parameters from the persons' scores (empirical information)."""
        above = self.above(chances)[self.pair_of]
        expected = np.einsum("on,ons->os", posterior[self.data.persons], above)
        each = np.einsum("os,osp->op", self.reached - expected, self.design[self.pair_of])
        of_person = np.zeros((self.data.n_persons, each.shape[1]))
        np.add.at(of_person, self.data.persons, each)
        return np.asarray(np.linalg.pinv(of_person.T @ of_person))


def _bounded(at: FloatArray) -> FloatArray:
    """Parameters no farther off than the grid tells apart; the last: logarithm of a variance."""
    kept = np.clip(at, -_FARTHEST, _FARTHEST)
    kept[-1] = np.clip(at[-1], np.log(_NARROW), np.log(_WIDE))
    return np.asarray(kept)


def fit(data: Facets) -> FacetsFit:
    """Maximise the marginal likelihood by expectation and maximisation.

    Persons are normal around 0 on a grid of 61 nodes from -6 to 6 logits; items are free, raters
    and steps sum to 0. Source: Linacre (1989), Many-Facet Rasch Measurement; Andrich (1978),
    Psychometrika 43(4), 561-573. Checked against TAM for R. Its steps are lengthened by squared
    extrapolation where that raises the likelihood: Varadhan & Roland (2008), Scandinavian Journal
    of Statistics 35(2), 335-353.
    """
    model = _Model(data)
    at = np.zeros(model.design.shape[2] + 1)
    converged = False
    for _ in range(_ROUNDS):
        one, _ = model.improved(at)
        two, level = model.improved(one)
        converged = float(np.abs(two - one).max()) < _CLOSE
        if converged:
            at = two
            break
        at = model.farther(at, one, two, level)
    beta, variance = at[:-1], float(np.exp(at[-1]))
    chances = model.probabilities(beta)
    posterior, level = model.posterior(chances, variance)
    items, raters, steps = model.split(beta)
    covariance = model.errors(chances, posterior)
    return FacetsFit(
        items, raters, steps, variance, level, posterior, _complete(covariance, data), converged
    )


def _complete(covariance: FloatArray, data: Facets) -> FloatArray:
    """Standard errors of items, raters and steps, the last of a facet from those it balances."""
    width, ends = len(covariance), (data.n_items, data.n_items + data.n_raters - 1)
    rows = np.eye(width)
    last_rater, last_step = np.zeros(width), np.zeros(width)
    last_rater[ends[0] : ends[1]] = -1
    last_step[ends[1] :] = -1
    rows = np.vstack([rows[: ends[1]], last_rater, rows[ends[1] :], last_step])
    variances = np.einsum("ij,jk,ik->i", rows, covariance, rows)
    return np.asarray(np.sqrt(np.maximum(variances, 0)))


def levels(found: FacetsFit) -> FloatArray:
    """The mean of each person's posterior, in logits."""
    return np.asarray(found.posterior @ NODES)
