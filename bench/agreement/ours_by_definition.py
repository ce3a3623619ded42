"""Our coefficients beside the same written out as loops over pairs."""

from collections.abc import Mapping

import numpy as np

from bench.agreement import by_definition
from bench.agreement.differences import Comparison
from bench.agreement.tables import FloatArray, tables
from reliability.stats import as_ratings, gwet
from reliability.stats.alpha import METRICS, krippendorff_alpha
from reliability.stats.matrix import Ratings
from reliability.stats.weights import NoWeightsError, weight_matrix

FAMILIES = (
    "identity",
    "linear",
    "quadratic",
    "ordinal",
    "radical",
    "ratio",
    "circular",
    "bipolar",
)
COEFFICIENTS = {"ac": gwet.ac, "fleiss": gwet.fleiss, "bp": gwet.brennan_prediger}
Figures = Mapping[str, float | None]
_LOOPS = "loops over pairs of scores"


def compared(number: int) -> dict[str, Comparison]:
    """Alpha, AC, BP, Fleiss, percent agreement, Conger and all weights on incomplete tables."""
    found = {
        "krippendorff alpha": Comparison(_LOOPS, number),
        "AC, BP, Fleiss, pa": Comparison(_LOOPS, number),
        "their standard errors": Comparison("numerical differentiation of those loops", number),
        "Conger": Comparison("loops over raters", number),
        "weights": Comparison("loops over categories", number),
    }
    for table in tables(number, missing=True):
        ratings = as_ratings(table)
        units = [row[~np.isnan(row)].tolist() for row in table if not np.isnan(row).all()]
        if max(map(len, units)) < 2:
            continue
        found["krippendorff alpha"].add(*_alphas(ratings, units))
        for family in FAMILIES:
            _add_family(found, family, ratings, table, units)
    return found


def _alphas(ratings: Ratings, units: list[list[float]]) -> tuple[Figures, Figures]:
    ours = {metric: krippendorff_alpha(ratings, metric).value for metric in METRICS}
    return ours, {metric: by_definition.krippendorff(units, metric) for metric in METRICS}


def _add_family(
    found: Mapping[str, Comparison],
    family: str,
    ratings: Ratings,
    table: FloatArray,
    units: list[list[float]],
) -> None:
    scale = ratings.categories.tolist()
    weight = by_definition.weights(family, scale) if len(scale) > 1 else None
    found["weights"].add(_our_weights(family, ratings), _their_weights(family, scale, weight))
    if weight is None:
        return
    estimates = {name: of(ratings, family) for name, of in COEFFICIENTS.items()}
    ours = {f"{name}.{family}": one.value for name, one in estimates.items()}
    ours[f"pa.{family}"] = gwet.percent_agreement(ratings, family).value
    theirs = {
        f"{name}.{family}": by_definition.coefficient(name, units, scale, weight)
        for name in COEFFICIENTS
    }
    theirs[f"pa.{family}"] = by_definition.observed(units, weight)
    found["AC, BP, Fleiss, pa"].add(ours, theirs)
    if min(map(len, units)) >= 2 and len(units) >= 2 and family in ("identity", "quadratic"):
        errors = {f"{name}.{family}": one.se for name, one in estimates.items()}
        differentiated = {
            f"{name}.{family}": by_definition.standard_error(name, units, scale, weight)
            for name in COEFFICIENTS
        }
        found["their standard errors"].add(errors, differentiated)
    raters = [
        [(target, float(x)) for target, x in enumerate(column) if not np.isnan(x)]
        for column in table.T
    ]
    raters = [given for given in raters if given]
    their_conger = by_definition.conger(raters, units, scale, weight) if len(raters) > 1 else None
    found["Conger"].add({family: gwet.conger(ratings, family).value}, {family: their_conger})


def _our_weights(family: str, ratings: Ratings) -> Figures:
    if len(ratings.categories) < 2:
        return {}
    try:
        matrix = weight_matrix(family, ratings.categories)
    except NoWeightsError:
        return {family: None}
    return {f"{family} {i} {j}": float(matrix[i, j]) for i, j in np.ndindex(matrix.shape)}


def _their_weights(
    family: str, scale: list[float], weight: by_definition.Weights | None
) -> Figures:
    if weight is None:
        return {family: None}
    places = list(enumerate(scale))
    return {f"{family} {i} {j}": weight[a, b] for i, a in places for j, b in places}
