"""Numbers of an estimate as people read them. Rounding happens here and nowhere earlier."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

from reliability.stats import Estimate

register = template.Library()
DECIMALS = 2


@register.filter
def value(estimate: Estimate) -> str:
    """The value with two decimals, or a dash where there is none (the sentence beside says why)."""
    return "–" if estimate.value is None else number_format(estimate.value, DECIMALS)


@register.filter
def interval(estimate: Estimate) -> str:
    """Both bounds, or a dash where there is no interval."""
    if estimate.low is None or estimate.high is None:
        return "–"
    low, high = (number_format(bound, DECIMALS) for bound in (estimate.low, estimate.high))
    return f"[{low}, {high}]"
