"""The intervals that are judged: each gives limits for one table, or None where it has none."""

import math
from collections.abc import Callable, Mapping

from bench.coverage.populations import FloatArray
from reliability.stats import Estimate, agreement, as_ratings, gwet, icc, kappa, two_raters
from reliability.stats.alpha import krippendorff_alpha
from reliability.stats.distributions import normal_quantile, t_quantile
from reliability.stats.matrix import Ratings
from reliability.stats.resampled import bootstrap

REPLICATES = 499
Limits = tuple[float, float] | None
# figure, then method, then limits
Found = Mapping[tuple[str, str], Limits]
Judge = Callable[[FloatArray, int], Found]

COEFFICIENTS: Mapping[str, Callable[[Ratings], Estimate]] = {
    "ac.identity": gwet.ac,
    "ac.quadratic": lambda ratings: gwet.ac(ratings, "quadratic"),
    "fleiss.identity": gwet.fleiss,
    "conger.identity": gwet.conger,
    "bp.identity": gwet.brennan_prediger,
    "alpha.quadratic": lambda ratings: gwet.alpha(ratings, "quadratic"),
}
RESAMPLED = ("ac.identity", "fleiss.identity", "kripp.ordinal")
GWET, PERCENTILE, BCA = "Gwet, t", "percentile", "BCa"


def _limits(estimate: Estimate) -> Limits:
    if estimate.low is None or estimate.high is None:
        return None
    return estimate.low, estimate.high


def of_five(table: FloatArray, seed: int) -> Found:
    """Agreement of many raters on a declared scale of five categories."""
    return _of_many(as_ratings(table, [1, 2, 3, 4, 5]), seed)


def of_yes_and_no(table: FloatArray, seed: int) -> Found:
    """Agreement of many raters on two categories, of which a sample may lack one."""
    return _of_many(as_ratings(table, [1, 2]), seed)


def _of_many(ratings: Ratings, seed: int) -> Found:
    """Gwet's coefficients by t, percentile and BCa; alpha by jackknife; Fleiss also by others."""
    found: dict[tuple[str, str], Limits] = {}
    for name, coefficient in COEFFICIENTS.items():
        found[name, GWET] = _limits(coefficient(ratings))
    found["kripp.ordinal", "jackknife, t"] = _limits(krippendorff_alpha(ratings, "ordinal"))
    found["fleiss.identity", "Fisher z of Gwet's error"] = _by_fisher(gwet.fleiss(ratings))
    found["fleiss.identity", "null error (not offered)"] = _by_null(ratings)
    named = [(name.split(".")[0], name.split(".")[1]) for name in RESAMPLED]
    drawn = bootstrap(ratings, named, replicates=REPLICATES, seed=seed)
    for name, one in zip(RESAMPLED, drawn, strict=True):
        found[name, PERCENTILE] = _detailed(one, "perc")
        found[name, BCA] = _detailed(one, "bca")
    return found


def _detailed(one: Estimate, kind: str) -> Limits:
    if f"{kind}_low" not in one.detail:
        return None
    return float(str(one.detail[f"{kind}_low"])), float(str(one.detail[f"{kind}_high"]))


def _by_fisher(one: Estimate) -> Limits:
    if one.value is None or one.se is None or abs(one.value) >= 1:
        return None
    half = t_quantile(0.975, one.n_given - 1) * one.se / (1 - one.value**2)
    z = math.atanh(one.value)
    return math.tanh(z - half), math.tanh(z + half)


def _by_null(ratings: Ratings) -> Limits:
    """What several packages print: the standard error of no agreement, as if of this one."""
    one = kappa.fleiss_1971(ratings)
    if one.value is None:
        return None
    half = normal_quantile(0.975) * float(str(one.detail["se0"]))
    return one.value - half, one.value + half


def of_iccs(*forms: str) -> Judge:
    """The F intervals of some forms."""

    def judge(table: FloatArray, seed: int) -> Found:
        found = icc.iccs(table)
        return {(form, "F"): _limits(found[form]) for form in forms}

    return judge


def of_two(table: FloatArray, seed: int) -> Found:
    """Cohen's kappas by Wald with the non-null error, and exact agreement by Clopper-Pearson."""
    ratings = as_ratings(table, [1, 2, 3])
    found = {
        (f"cohen.{weights}", "Wald, non-null error"): _limits(kappa.cohen(ratings, weights))
        for weights in ("identity", "quadratic")
    }
    found["percent agreement", "Clopper-Pearson"] = _limits(agreement.exact(ratings))
    return found


def of_concordance(table: FloatArray, seed: int) -> Found:
    """Lin's concordance by Fisher's z."""
    return {("lin_ccc", "Fisher z"): _limits(two_raters.concordance(table))}
