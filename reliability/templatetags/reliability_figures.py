"""Numbers of an estimate as people read them. Rounding happens here and nowhere earlier."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reliability.stats import Estimate
from reliability.words import form_in_words, note_in_words

register = template.Library()
DECIMALS = 2


@register.filter
def value(estimate: Estimate) -> str:
    """The value with two decimals, or a dash where there is none (the sentence beside says why)."""
    return "–" if estimate.value is None else _rounded(estimate.value)


@register.filter
def form(estimate: Estimate) -> str:
    """What the figure is, in the reader's language."""
    return form_in_words(estimate.form)


@register.filter
def note(estimate: Estimate) -> str:
    """The caution that goes with the figure; empty without one."""
    return note_in_words(estimate.note) if estimate.note else ""


@register.filter
def interval(estimate: Estimate) -> str:
    """Both bounds, or a dash where there is no interval."""
    if estimate.low is None or estimate.high is None:
        return "–"
    return _("%(low)s to %(high)s") % {
        "low": _rounded(estimate.low),
        "high": _rounded(estimate.high),
    }


def _rounded(number: float) -> str:
    """Two decimals, never minus nothing; Django's own formatter cuts digits off instead."""
    shown = number_format(round(number, DECIMALS) + 0.0, DECIMALS)
    return shown.replace("-", "\N{MINUS SIGN}")
