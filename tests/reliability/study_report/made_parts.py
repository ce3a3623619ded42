"""Figures and sections made by hand: every kind of figure, and cases in which there is none."""

from math import sqrt

from instruments import catalogue
from reliability.stats import Estimate
from reliability.studies.results import (
    Blank,
    Design,
    Figure,
    RangeRow,
    RaterRow,
    Section,
)

TOOL = "static-99r"
DIGEST = "3f" * 32
RELEASE = "plumbline 1.0.0"
ENGINE = f"{RELEASE} (numpy 2.2.1, scipy 1.15)"
FORMS = {
    "pa.identity": "Percent agreement, identity weights",
    "pa.within_1": "Percent agreement of pairs, within 1",
    "kripp.ordinal": "Krippendorff's alpha, ordinal metric",
    "kripp.interval": "Krippendorff's alpha, interval metric",
    "fleiss.quadratic": "Fleiss' kappa, quadratic weights",
    "fleiss.linear": "Fleiss' kappa, linear weights",
    "ac.quadratic": "Gwet's AC2, quadratic weights",
    "ac.linear": "Gwet's AC2, linear weights",
    "icc1": "ICC(1,1): one-way random, absolute agreement, single rater",
    "icc2": "ICC(2,1): two-way random, absolute agreement, single rater",
    "icc2.reml": "ICC(2,1) from variance components (REML)",
    "icc3.reml": "ICC(3,1) from variance components (REML)",
    "icc2kh.reml": "ICC(2,k) from variance components (REML)",
    "iccNA": "ICC(A,1) of incomplete data, by analysis of variance",
    "sem_agreement.reml": "Standard error of measurement, agreement",
    "mdc95_agreement.reml": "Minimal detectable change at 95 %, agreement",
    "limits.pairs": "Limits of agreement of pairs",
}
FLAT = "no variation among pairable scores: every one is the same"
NO_NEAR = "the scale has two scores one point apart: every pair lies within one"


def given(name, value, half=None, *, n=120, of=130, note=None, detail=None):
    """An estimate with an interval of that half-width, or without one."""
    low = None if half is None else value - half
    high = None if half is None else min(value + half, 1.0 if value <= 1 else 99.0)
    return Estimate(
        value=value,
        form=FORMS[name],
        n_used=n,
        n_given=of,
        low=low,
        high=high,
        se=None if half is None else half / 1.96,
        confidence=0.95,
        note=note,
        detail=detail or {},
    )


def none(name, note, *, n=0, of=130):
    return Estimate(value=None, form=FORMS[name], n_used=n, n_given=of, note=note)


def figures(*estimates, hidden=()):
    return tuple(
        Figure(name, estimate, "small" if name in hidden else "") for name, estimate in estimates
    )


def item_section(item, place):
    """Worse from item to item; the last but one is flat, the last too small to show."""
    values = tuple(float(value) for value in sorted(item.values))
    exact = 0.97 - 0.045 * place
    alpha, near = exact - 0.12, none("pa.within_1", NO_NEAR, n=120)
    if len(values) > 2:
        near = given("pa.within_1", min(1.0, exact + 0.05), 0.02)
    told = [
        ("pa.identity", given("pa.identity", exact, 0.05)),
        ("pa.within_1", near),
        ("kripp.ordinal", given("kripp.ordinal", alpha, 0.1)),
        ("fleiss.quadratic", given("fleiss.quadratic", alpha - 0.01, 0.11)),
        ("ac.quadratic", given("ac.quadratic", exact - 0.02, 0.06)),
    ]
    q, hidden = len(values), ()
    if place == 8:
        told = [told[0], told[1], *((n, none(n, FLAT, n=120)) for n, _e in told[2:])]
    if place == 9:
        hidden = tuple(name for name, _estimate in told)
        told = [(name, none(name, "small", n=3)) for name, _estimate in told]
    rows = tuple(
        tuple(90 if a == b else (7 if a < b else None) for b in range(q)) for a in range(q)
    )
    shares = tuple(round(1 / q, 6) if n else None for n in range(q))
    return Section(item.id, figures(*told, hidden=hidden), values, shares, rows)


def total_section():
    return Section(
        "total",
        figures(
            ("pa.identity", given("pa.identity", 0.55, 0.06)),
            ("pa.within_1", given("pa.within_1", 0.862, 0.04)),
            ("icc2.reml", given("icc2.reml", 0.79, 0.05)),
            ("icc3.reml", given("icc3.reml", 0.81, 0.05)),
            ("iccNA", given("iccNA", 0.785, 0.06)),
            ("icc1", given("icc1", 0.77, 0.06)),
            ("icc2kh.reml", given("icc2kh.reml", 0.88, 0.03)),
            ("sem_agreement.reml", given("sem_agreement.reml", 0.94)),
            ("mdc95_agreement.reml", given("mdc95_agreement.reml", 0.94 * 1.96 * sqrt(2))),
            ("limits.pairs", given("limits.pairs", 2.6, 0.25)),
            ("kripp.interval", given("kripp.interval", 0.78, 0.06)),
        ),
        tuple(float(n) for n in range(-3, 13)),
        (0.0625,) * 16,
        (),
    )


def band_section():
    grid = tuple(
        tuple(60 if a == b else (9 if abs(a - b) == 1 else 0) for b in range(5)) for a in range(5)
    )
    return Section(
        "band",
        figures(
            ("pa.identity", given("pa.identity", 0.68, 0.06)),
            ("kripp.ordinal", given("kripp.ordinal", 0.74, 0.06)),
            ("fleiss.linear", given("fleiss.linear", 0.66, 0.07)),
            ("ac.linear", given("ac.linear", 0.8, 0.05)),
        ),
        (0.0, 1.0, 2.0, 3.0, 4.0),
        (0.11, 0.22, 0.34, 0.2, 0.13),
        grid,
    )


def design(**changes):
    told = {
        "layout": "partial",
        "targets": 130,
        "raters": 12,
        "codings": 262,
        "ratings": 2603,
        "raters_per_target": {1: 10, 2: 108, 3: 12},
        "targets_per_rater": (3, 21, 44),
        "single_rated": 10,
        "pairs_of_raters": 41,
        "overlap_islands": 2,
        "blanks": (Blank("i1", 12, 262), Blank("i2", 0, 262), Blank("i9", 5, 262)),
        "spread": 2.37,
        "spread_note": "narrow",
        "icc_form": "icc2.reml",
        "why": "partial",
        "needed": {"0.05": 214, "0.10": 55},
        "half_width": 0.065,
        "first_coded": "2026-01-05",
        "last_coded": "2026-09-30",
    }
    return Design(**told | changes)


def ranges():
    bands = catalogue.tool(TOOL).totals[0].bands
    for place, band in enumerate(bands):
        hidden = "small" if place == 0 else ""
        yield _range("band", band.low, band.high, 60 - 9 * place, 0.7 - 0.08 * place, hidden)
    for score in range(7):
        yield _range("total", score, score, 22, 0.68 - 0.04 * score, "")


def _range(about, low, high, pairs, same, hidden):
    if hidden:
        hollow = none("pa.identity", "small", n=2, of=2)
        return RangeRow(about, low, high, 2, hollow, hollow, hollow, hidden)
    told = (same, min(1.0, same + 0.25), max(0.0, 0.75 - same) / 2)
    return RangeRow(
        about,
        low,
        high,
        pairs,
        *(given("pa.identity", one, 0.1, n=pairs, of=pairs) for one in told),
    )


def rater_rows(n=12):
    for place in range(n):
        name = "#" + f"{place * 7919 % 9973:04d}".translate(
            str.maketrans("0123456789", "ABCDEFGHJK")
        )
        lean = given("pa.identity", round(1.4 * place / (n - 1) - 0.7, 2), 0.55, n=18)
        same = given("pa.identity", 0.6, 0.2, n=18)
        if place == 3:
            small = none("pa.identity", "small", n=3)
            yield RaterRow(name + "MNOPQRSTUVWX", 3, small, small, "small")
        else:
            yield RaterRow(name + "MNOPQRSTUVWX", 20 + place, lean, same)
