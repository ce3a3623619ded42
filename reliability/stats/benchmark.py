"""Where a coefficient stands on a named scale, judged with its standard error, not by its point."""

import itertools
import math
from dataclasses import dataclass

from reliability.stats.distributions import normal_cdf
from reliability.stats.estimate import Estimate, undefined


@dataclass(frozen=True)
class Scale:
    """Named levels from best to worst, each with its lower bound; `source` says who proposed it."""

    levels: tuple[tuple[str, float], ...]
    source: str


_LANDIS_KOCH = (
    ("Almost Perfect", 0.8),
    ("Substantial", 0.6),
    ("Moderate", 0.4),
    ("Fair", 0.2),
    ("Slight", 0.0),
    ("Poor", -1.0),
)
SCALES = {
    "altman.bf": Scale(
        (("Very Good", 0.8), ("Good", 0.6), ("Moderate", 0.4), ("Fair", 0.2), ("Poor", -1.0)),
        "Altman (1991), Practical Statistics for Medical Research",
    ),
    "landis.koch.bf": Scale(_LANDIS_KOCH, "Landis & Koch (1977), Biometrics 33(1), 159-174"),
    "fleiss.bf": Scale(
        (("Excellent", 0.75), ("Intermediate to Good", 0.4), ("Poor", -1.0)),
        "Fleiss (1981), Statistical Methods for Rates and Proportions, 2nd edition",
    ),
    "koo.li": Scale(
        (("Excellent", 0.9), ("Good", 0.75), ("Moderate", 0.5), ("Poor", -1.0)),
        "Koo & Li (2016), Journal of Chiropractic Medicine 15(2), 155-163",
    ),
    "cicchetti": Scale(
        (("Excellent", 0.75), ("Good", 0.6), ("Fair", 0.4), ("Poor", -1.0)),
        "Cicchetti (1994), Psychological Assessment 6(4), 284-290",
    ),
    "krippendorff": Scale(
        (("Reliable", 0.8), ("Tentative", 0.667), ("Unreliable", -1.0)),
        "Krippendorff (2019), Content Analysis, 4th edition, chapter 12",
    ),
}
RETAINED_AT = 0.95


def benchmark(coefficient: float, se: float, scale: str = "landis.koch.bf") -> Estimate:
    """The level that a coefficient reaches with a probability of at least .95.

    The coefficient is taken as normal with its standard error, cut to the range -1 to 1; the
    probabilities are summed from the best level downwards. `detail` holds label, interval, cumprob
    and retained. Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 6.
    """
    if scale not in SCALES:
        raise ValueError(f"unknown scale {scale!r}; known are {', '.join(SCALES)}")
    form = f"Benchmark on the scale {scale}"
    if not (math.isfinite(se) and math.isfinite(coefficient)) or se < 0:
        note = "needs a coefficient and a standard error of 0 or more"
        return undefined(form, note, n_used=0, n_given=0)
    levels = SCALES[scale].levels
    bounds = [1.0, *(low for _, low in levels)]
    reached = [_above(coefficient, se, low) for _, low in levels]
    names = [name for name, _ in levels]
    retained = next(name for name, p in zip(names, reached, strict=True) if p >= RETAINED_AT)
    return Estimate(
        value=coefficient,
        form=form,
        n_used=0,
        n_given=0,
        se=se,
        detail={
            "label": names,
            "interval": [f"({low:g} to {high:g})" for high, low in itertools.pairwise(bounds)],
            "cumprob": reached,
            "retained": retained,
        },
    )


def _above(coefficient: float, se: float, low: float) -> float:
    """The probability of at least `low`, within -1 to 1."""
    if low <= -1:
        return 1.0
    if se == 0:
        return 1.0 if coefficient >= low else 0.0
    highest = normal_cdf((1 - coefficient) / se)
    whole = highest - normal_cdf((-1 - coefficient) / se)
    return (highest - normal_cdf((low - coefficient) / se)) / whole
