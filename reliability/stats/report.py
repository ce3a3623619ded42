"""One call for a whole table: every figure that its scale permits, from shared counts."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from reliability.stats import (
    agreement,
    alpha,
    components,
    gwet,
    icc,
    incomplete,
    kappa,
    precision,
    resampled,
    two_raters,
)
from reliability.stats.estimate import Estimate, checked_confidence
from reliability.stats.matrix import Label, Ratings, as_ratings
from reliability.stats.weights import Weights, families_for, name_of

LEVELS = ("nominal", "ordinal", "interval", "ratio")
Table = Ratings | npt.ArrayLike
Figure = Callable[[], Estimate]
_COEFFICIENTS: Mapping[str, Callable[[Table, Weights, float], Estimate]] = {
    "ac": gwet.ac,
    "fleiss": gwet.fleiss,
    "alpha": gwet.alpha,
    "conger": gwet.conger,
    "bp": gwet.brennan_prediger,
    "pa": gwet.percent_agreement,
}
_BELOW_INTERVAL = (
    "the table was declared {level}, but this figure takes steps between scores as equal"
)
_DISTANCES = ("icc", "bootstrap.icc", "reml", "sem_", "mdc95_")
_COHEN_WEIGHTS = ("identity", "linear", "quadratic")


def report(
    table: Table,
    *,
    level: str,
    categories: Sequence[Label] | None = None,
    weights: Sequence[str] | npt.ArrayLike | None = None,
    confidence: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
    figures: Collection[str] | None = None,
) -> Mapping[str, Estimate]:
    """Every figure that the scale level permits.

    Parameters
    ----------
    table : shape (n_targets, n_raters), NaN = missing, or labels with None = missing.
    level : nominal, ordinal, interval or ratio.
    categories : the declared scale; by default the values present.
    weights : names of families, or one matrix; by default those that the level allows.
    bootstrap : with N > 0, Krippendorff's alpha has percentile intervals from N resamples of the
        targets, and `bootstrap.*` figures are added.
    seed : makes the resamples repeatable.
    figures : names to restrict the answer to; computing fewer takes less time.

    Returns
    -------
    Mapping
        From the figure's name to its Estimate. A figure without a value says why in its note.

    Raises
    ------
    ValueError
        An unknown level or weight family, a table that is not two-dimensional, a score outside the
        declared scale, or text scores with a level that needs numbers.
    """
    checked_confidence(confidence)
    ratings = as_ratings(table, categories)
    _check_level(level, ratings)
    families = _families(level, weights)
    offered = _offered(ratings, level, families, confidence, bootstrap, seed)
    return {
        name: _cautioned(name, make(), level)
        for name, make in offered
        if figures is None or name in figures
    }


def _check_level(level: str, ratings: Ratings) -> None:
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}; known are {', '.join(LEVELS)}")
    if level in ("interval", "ratio") and not ratings.is_numeric:
        shown = ", ".join(repr(label) for label in ratings.labels[:3])
        raise ValueError(
            f"the level {level} needs scores that are numbers, the table has text such as {shown}; "
            "write numbers, or choose nominal or ordinal"
        )


def _families(level: str, weights: Sequence[str] | npt.ArrayLike | None) -> list[Weights]:
    """A list of names, or one matrix."""
    if weights is None:
        return list(families_for(level))
    if isinstance(weights, str):
        return [weights]
    if isinstance(weights, Sequence) and all(isinstance(one, str) for one in weights):
        return [str(one) for one in weights]
    return [np.asarray(weights, dtype=np.float64)]


def _offered(
    ratings: Ratings,
    level: str,
    families: Sequence[Weights],
    confidence: float,
    bootstrap: int,
    seed: int | None,
) -> Iterator[tuple[str, Figure]]:
    for metric in _metrics(level, ratings):
        yield (
            f"kripp.{metric}",
            partial(alpha.krippendorff_alpha, ratings, metric, confidence, bootstrap, seed),
        )
    if ratings.is_numeric:
        yield from _from_mean_squares(ratings, confidence)
    for family in families:
        for name, coefficient in _COEFFICIENTS.items():
            yield f"{name}.{name_of(family)}", partial(coefficient, ratings, family, confidence)
    yield from _of_pairs(ratings, families, confidence)
    yield from _plain(ratings, confidence)
    if bootstrap:
        yield from _resampled(ratings, families, confidence, bootstrap, seed)


def _metrics(level: str, ratings: Ratings) -> tuple[str, ...]:
    if level == "nominal":
        return ("nominal",)
    return alpha.METRICS if ratings.is_numeric else ("nominal", "ordinal")


def _from_mean_squares(ratings: Ratings, confidence: float) -> Iterator[tuple[str, Figure]]:
    for form in icc.FORMS:
        yield form, partial(icc.icc, ratings, form, confidence)
    yield "icc2_irr_test", partial(precision.icc2_test, ratings, 0.0, confidence)
    for kind in ("consistency", "agreement"):
        yield f"sem_{kind}", partial(precision.standard_error, ratings, kind)
        yield f"mdc95_{kind}", partial(precision.minimal_detectable_change, ratings, kind)
    yield "anova", partial(precision.anova, ratings)
    yield "vc_anova", partial(precision.variance_components, ratings)
    yield "dstudy", partial(precision.decision_study, ratings)
    yield "kendall_w", partial(precision.kendall_w, ratings)
    yield "rater_mean_bias", partial(precision.rater_bias, ratings)
    yield "leave_one_rater_out_icc2", partial(precision.leave_one_rater_out, ratings)
    fitted = lru_cache(maxsize=1)(partial(components.reml_figures, ratings, confidence))
    for name in components.REML_NAMES:
        yield name, partial(_chosen, fitted, name)
    yield "reml_oneway", partial(components.reml_one_way, ratings, confidence)
    yield "iccNA", partial(incomplete.icc_of_incomplete, ratings, confidence)


def _chosen(found: Callable[[], Mapping[str, Estimate]], name: str) -> Estimate:
    return found()[name]


def _resampled(
    ratings: Ratings,
    families: Sequence[Weights],
    confidence: float,
    replicates: int,
    seed: int | None,
) -> Iterator[tuple[str, Figure]]:
    """Percentile and BCa intervals of every figure that is a function of sums over targets."""
    named: dict[str, tuple[str, Weights]] = {
        f"{one}.{name_of(family)}": (one, family)
        for family in families
        for one in resampled.COEFFICIENTS
    }
    if ratings.is_numeric:
        named |= {form: (form, "identity") for form in icc.FORMS}

    @lru_cache(maxsize=1)
    def drawn() -> dict[str, Estimate]:
        found = resampled.bootstrap(
            ratings,
            list(named.values()),
            replicates=replicates,
            seed=seed,
            confidence=confidence,
        )
        return {f"bootstrap.{name}": one for name, one in zip(named, found, strict=True)}

    for name in named:
        yield f"bootstrap.{name}", partial(_chosen, drawn, f"bootstrap.{name}")


def _of_pairs(
    ratings: Ratings, families: Sequence[Weights], confidence: float
) -> Iterator[tuple[str, Figure]]:
    if len(ratings.raters_used) == 2:
        for family in families:
            if isinstance(family, str) and family in _COHEN_WEIGHTS:
                yield f"cohen.{family}", partial(kappa.cohen, ratings, family, confidence)
        yield "stuart_maxwell", partial(two_raters.stuart_maxwell, ratings)
        if len(ratings.categories) == 2:
            yield "pabak", partial(two_raters.pabak, ratings, confidence)
        if ratings.is_numeric:
            yield "bland_altman", partial(two_raters.bland_altman, ratings, confidence)
            yield "lin_ccc", partial(two_raters.concordance, ratings, confidence)
    yield "fleiss_irr", partial(kappa.fleiss_1971, ratings)
    yield "fleiss_by_category", partial(kappa.fleiss_by_category, ratings)
    yield "light", partial(kappa.light, ratings)
    yield "mean_pairwise_kappa", partial(kappa.mean_pairwise, ratings)


def _plain(ratings: Ratings, confidence: float) -> Iterator[tuple[str, Figure]]:
    yield "percent_agreement_listwise", partial(agreement.exact, ratings, confidence)
    if ratings.is_numeric:
        yield "percent_agreement_listwise_tol1", partial(agreement.within, ratings, 1, confidence)
    yield "per_subject_pa", partial(agreement.per_target, ratings)
    yield "per_rater_mean_pairwise_agreement", partial(agreement.per_rater, ratings)
    yield "specific_agreement", partial(agreement.by_category, ratings)


def _cautioned(name: str, estimate: Estimate, level: str) -> Estimate:
    takes_distances = name.startswith(_DISTANCES) or name in ("kripp.interval", "kripp.ratio")
    if level in ("interval", "ratio") or not takes_distances or estimate.value is None:
        return estimate
    return estimate.cautioned(_BELOW_INTERVAL.format(level=level))
