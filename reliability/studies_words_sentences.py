"""One plain sentence under each figure of a study: what it says of files and assessors."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reliability.reports.studies.numbers import hundredth, points, signed
from reliability.sentences import sentence
from reliability.stats import Estimate
from reliability.studies.results import Figure
from reliability.studies_words import (
    AC,
    BIAS,
    EXACT,
    ICC,
    IN_PERCENT,
    KAPPA,
    LIMITS,
    MDC,
    MEAN_ICC,
    SEM,
    WITHIN,
    Words,
    family,
    hidden_text,
    subject,
)
from reliability.studies_words_notes import no_figure


def figure_sentence(figure: Figure, about: str, smallest: int) -> str:
    """What a figure says, for a reader who is no statistician."""
    if figure.hidden:
        return hidden_text(smallest)
    estimate, sort = figure.estimate, family(figure.name)
    if estimate.value is None:
        return no_figure(estimate.note)
    if sort in IN_PERCENT:
        return _of_a_hundred(estimate, sort, subject(about))
    if sort == BIAS:
        return _of_bias(estimate)
    if sort == ICC:
        # Whatever its estimator is called, an ICC is judged on the scale of ICCs.
        return sentence(replace(estimate, form=f"ICC: {estimate.form}"))
    if sort in _SAYS:
        return str(_SAYS[sort]) % {
            "points": points(abs(estimate.value)),
            "share": hundredth(estimate.value),
        }
    return sentence(estimate)


_SAYS: dict[str, Words] = {
    KAPPA: gettext_lazy(
        "Between chance (0) and agreement throughout (100) it stands at %(share)s. It falls where "
        "nearly all scores are the same, though people agree."
    ),
    AC: gettext_lazy(
        "On the same scale %(share)s, by a chance that does not grow where nearly all scores are "
        "the same."
    ),
    SEM: gettext_lazy(
        "About two of three single scores lie within %(points)s of the mean that many assessors "
        "would give the same file."
    ),
    MDC: gettext_lazy(
        "Two scores of one file that differ by less than %(points)s may differ by disagreement "
        "of assessors alone (95 of 100 pairs do not go beyond it)."
    ),
    LIMITS: gettext_lazy(
        "Of 100 pairs of codings of one file, about 95 have totals no more than %(points)s apart."
    ),
    MEAN_ICC: gettext_lazy(
        "For the mean of several scores of a file only; it flatters a practice in which one "
        "person scores a file."
    ),
}
_OF_A_HUNDRED: dict[tuple[str, str], Words] = {
    (EXACT, "item"): gettext_lazy("Of 100 pairs of codings of one file, %(share)s give one score"),
    (EXACT, "total"): gettext_lazy(
        "Of 100 pairs of codings of one file, %(share)s give the same total"
    ),
    (EXACT, "band"): gettext_lazy(
        "Of 100 pairs of codings of one file, %(share)s give the same risk band"
    ),
    (WITHIN, "item"): gettext_lazy(
        "Of 100 pairs of codings of one file, %(share)s lie within one point"
    ),
    (WITHIN, "total"): gettext_lazy(
        "Of 100 pairs of codings of one file, %(share)s have totals within one point"
    ),
    (WITHIN, "band"): gettext_lazy(
        "Of 100 pairs of codings of one file, %(share)s give the same band or the next one"
    ),
}


def _of_bias(estimate: Estimate) -> str:
    """The limits of agreement, which lie in `detail` beside the mean difference."""
    low, high = estimate.detail.get("loa_low"), estimate.detail.get("loa_high")
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return _("No limits: too few pairs.")
    return _(
        "Of 100 pairs of codings of one file, about 95 differ by %(low)s to %(high)s points, first "
        "minus second."
    ) % {"low": signed(low), "high": signed(high)}


def _of_a_hundred(estimate: Estimate, sort: str, about: str) -> str:
    told = str(_OF_A_HUNDRED[sort, about]) % {"share": hundredth(estimate.value or 0.0)}
    if estimate.low is None or estimate.high is None:
        return f"{told}."
    likely = _("likely between %(low)s and %(high)s") % {
        "low": hundredth(estimate.low),
        "high": hundredth(estimate.high),
    }
    return f"{told} ({likely})."
