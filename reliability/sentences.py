"""One plain sentence under each figure: what it says, and how sure that is.

A coefficient is judged on its interval, not on its point: Koo & Li (2016), Journal of Chiropractic
Medicine 15(2), 155-163, for ICC; Krippendorff (2004), Content Analysis, for alpha.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from reliability.stats import Estimate
from reliability.words import note_in_words

ICC_SCALE = ((0.5, "poor"), (0.75, "moderate"), (0.9, "good"), (float("inf"), "excellent"))
ALPHA_SCALE = (
    (2 / 3, "too low to conclude from"),
    (0.8, "good enough for tentative conclusions"),
    (float("inf"), "good enough to conclude from"),
)


def sentence(estimate: Estimate) -> str:
    """What an estimate says, for a reader who is no statistician."""
    if estimate.value is None:
        return _("No figure: %(why)s.") % {"why": note_in_words((estimate.note or "").rstrip("."))}
    if estimate.form.startswith("ICC"):
        return _judged(estimate, ICC_SCALE)
    if "alpha" in estimate.form:
        return _judged(estimate, ALPHA_SCALE)
    if "greement" in estimate.form:
        return _of_a_hundred(estimate)
    return _("Agreement beyond chance: 0 is what chance alone gives, 1 is agreement throughout.")


def _of_a_hundred(estimate: Estimate) -> str:
    share = round(100 * (estimate.value or 0.0))
    if estimate.low is None or estimate.high is None:
        return _("%(share)d of 100 pairs of assessors agree.") % {"share": share}
    return _("%(share)d of 100 pairs of assessors agree (likely between %(low)d and %(high)d).") % {
        "share": share,
        "low": round(100 * max(estimate.low, 0.0)),
        "high": round(100 * min(estimate.high, 1.0)),
    }


def _judged(estimate: Estimate, scale: tuple[tuple[float, str], ...]) -> str:
    if estimate.low is None or estimate.high is None:
        return _("Judged without an interval, so no grade is given.")
    low, high = _grade(estimate.low, scale), _grade(estimate.high, scale)
    if low == high:
        return _("Judged on its interval: %(grade)s.") % {"grade": _named(low)}
    return _("Judged on its interval: between %(low)s and %(high)s; more cases would tell.") % {
        "low": _named(low),
        "high": _named(high),
    }


def _grade(value: float, scale: tuple[tuple[float, str], ...]) -> str:
    return next(name for upper, name in scale if value < upper)


def _named(grade: str) -> str:
    return {
        "poor": _("poor"),
        "moderate": _("moderate"),
        "good": _("good"),
        "excellent": _("excellent"),
        "too low to conclude from": _("too low to conclude from"),
        "good enough for tentative conclusions": _("good enough for tentative conclusions"),
        "good enough to conclude from": _("good enough to conclude from"),
    }[grade]
