"""The figures of a study in words: what each is called, what it is, and what it says here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reliability.reports.studies.numbers import (
    NOTHING,
    decimal,
    percent,
    points,
    signed,
    span,
)
from reliability.stats import Estimate
from reliability.studies.results import Figure, Section
from reliability.studies_words_notes import told_note
from reliability.words import form_in_words

Words = str | Promise
EXACT, WITHIN, ICC, MEAN_ICC = "exact", "within", "icc", "mean-icc"
ALPHA, KAPPA, AC, SEM, MDC, LIMITS, BIAS = "alpha", "kappa", "ac", "sem", "mdc", "limits", "bias"
OTHER = "other"
IN_POINTS = frozenset({SEM, MDC, LIMITS, BIAS})
IN_PERCENT = frozenset({EXACT, WITHIN})

SAME: dict[str, Words] = {
    "item": gettext_lazy("Same score"),
    "total": gettext_lazy("Same total"),
    "band": gettext_lazy("Same risk band"),
}
NEAR: dict[str, Words] = {
    "item": gettext_lazy("Scores within one point"),
    "total": gettext_lazy("Totals within one point"),
    "band": gettext_lazy("The same band or the next one"),
}
OF_ERROR: dict[str, Words] = {
    SEM: gettext_lazy("Standard error of measurement"),
    MDC: gettext_lazy("Smallest difference beyond error"),
}
LABELS: dict[str, Words] = {
    "icc1": gettext_lazy("ICC(1,1)"),
    "icc2": gettext_lazy("ICC(2,1)"),
    "icc3": gettext_lazy("ICC(3,1)"),
    "icc1k": gettext_lazy("ICC(1,k)"),
    "icc2k": gettext_lazy("ICC(2,k)"),
    "icc3k": gettext_lazy("ICC(3,k)"),
    "icc2.reml": gettext_lazy("ICC(2,1), variance components"),
    "icc3.reml": gettext_lazy("ICC(3,1), variance components"),
    "icc2kh.reml": gettext_lazy("ICC(2,k), variance components"),
    "iccNA": gettext_lazy("ICC(A,1), analysis of variance"),
    "bland_altman": gettext_lazy("Mean difference and limits of agreement"),
    "limits.pairs": gettext_lazy("Limits of agreement"),
}
WHAT_IT_IS: dict[str, Words] = {
    "icc1": gettext_lazy("one-way, absolute agreement, single score"),
    "icc2": gettext_lazy("two-way random, absolute agreement, single score"),
    "icc3": gettext_lazy("two-way, consistency, single score"),
    "icc1k": gettext_lazy("one-way, absolute agreement, mean of all the scores of a file"),
    "icc2k": gettext_lazy("two-way random, absolute agreement, mean of all the scores of a file"),
    "icc3k": gettext_lazy("two-way, consistency, mean of all the scores of a file"),
    "icc2.reml": gettext_lazy("files and assessors vary, absolute agreement, single score"),
    "icc3.reml": gettext_lazy("files and assessors vary, consistency, single score"),
    "icc2kh.reml": gettext_lazy("files and assessors vary, mean of all the scores of a file"),
    "iccNA": gettext_lazy("all scores there are, absolute agreement, single score"),
}
OF_TWO: dict[str, Words] = {
    "rater": gettext_lazy("first assessor, in the order of their names, minus second"),
    "coding": gettext_lazy("first coding minus second"),
}
WEIGHTS: dict[str, Words] = {
    "identity": gettext_lazy("no near misses counted"),
    "linear": gettext_lazy("near misses count in part, linear weights"),
    "quadratic": gettext_lazy("near misses count in part, quadratic weights"),
    "ordinal": gettext_lazy("near misses count in part, ordinal weights"),
    "nominal": gettext_lazy("no near misses counted"),
    "interval": gettext_lazy("distances in points count"),
}
_FAMILIES = (
    ("pa.within", WITHIN),
    ("pa.", EXACT),
    ("within", WITHIN),
    ("kripp", ALPHA),
    ("ac.", AC),
    ("fleiss", KAPPA),
    ("cohen", KAPPA),
    ("conger", KAPPA),
    ("sem", SEM),
    ("mdc", MDC),
    ("limits", LIMITS),
    ("bland_altman", BIAS),
)


def family(name: str) -> str:
    """Of what sort a figure is, whatever its weights."""
    for beginning, sort in _FAMILIES:
        if name.startswith(beginning):
            return sort
    if "icc" not in name:
        return OTHER
    return MEAN_ICC if name.partition(".")[0].endswith(("k", "kh")) else ICC


def subject(about: str) -> str:
    """Whether a section is about an item, a total or a band."""
    head = about.partition(":")[0]
    return head if head in ("total", "band") else "item"


def label(figure: Figure, about: str) -> str:
    """The short name of a figure."""
    sort = family(figure.name)
    if sort in (EXACT, WITHIN):
        return str((SAME if sort == EXACT else NEAR)[subject(about)])
    if figure.name in LABELS:
        return str(LABELS[figure.name])
    if sort in (SEM, MDC):
        return str(OF_ERROR[sort])
    if sort == ALPHA:
        return _("Krippendorff's alpha")
    if sort == AC:
        return "AC1" if figure.name.endswith("identity") else "AC2"
    if sort == KAPPA:
        return _kappa(figure.name)
    return form_in_words(figure.estimate.form).partition(":")[0]


def _kappa(name: str) -> str:
    plain = name.endswith("identity")
    if name.startswith("cohen"):
        return _("Cohen's kappa") if plain else _("Cohen's weighted kappa")
    if name.startswith("fleiss"):
        return _("Fleiss' kappa") if plain else _("Fleiss' weighted kappa")
    return _("Conger's kappa") if plain else _("Conger's weighted kappa")


def what_it_is(figure: Figure) -> str:
    """The form of a figure, so that nobody takes it for another one; "" where its label says it."""
    if figure.name in WHAT_IT_IS:
        return str(WHAT_IT_IS[figure.name])
    sort = family(figure.name)
    if sort == BIAS:
        return str(OF_TWO["rater" if "rater" in figure.estimate.form else "coding"])
    if sort in (ALPHA, AC, KAPPA):
        return str(WEIGHTS.get(figure.name.rpartition(".")[2], ""))
    return form_in_words(figure.estimate.form) if sort in (ICC, MEAN_ICC, OTHER) else ""


def value_text(figure: Figure) -> str:
    """The value in its unit; a dash where there is none."""
    if figure.estimate.value is None:
        return NOTHING
    sort = family(figure.name)
    if sort == LIMITS:
        return _("± %(number)s points") % {"number": decimal(figure.estimate.value)}
    if sort == BIAS:
        return _("%(number)s points") % {"number": signed(figure.estimate.value)}
    return _in_unit(sort, figure.estimate.value)


def interval_text(figure: Figure) -> str:
    """Both bounds of the interval; a dash where there is none."""
    return bounds(figure.name, figure.estimate)


def bounds(name: str, estimate: Estimate) -> str:
    """Both bounds in the unit of the figure of that name."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return NOTHING
    show = percent if family(name) in IN_PERCENT else decimal
    return span(show(estimate.low), show(estimate.high))


def _in_unit(sort: str, value: float) -> str:
    if sort in IN_PERCENT:
        return percent(value)
    return points(value) if sort in IN_POINTS else decimal(value)


def note_text(figure: Figure) -> str:
    """The caution that goes with a figure that has a value; "" without one."""
    estimate = figure.estimate
    if figure.hidden or estimate.value is None or not estimate.note:
        return ""
    return told_note(estimate.note)


def reason_text(figure: Figure) -> str:
    """The caution of a figure, or why there is none."""
    return "" if figure.hidden else reason(figure.estimate)


def reason(estimate: Estimate) -> str:
    """The note of an estimate in the reader's language; "" without one."""
    return told_note(estimate.note) if estimate.note else ""


def main_icc(section: Section | None) -> Figure | None:
    """The ICC that follows from the design: the first one of a total."""
    for figure in section.figures if section else ():
        if family(figure.name) == ICC:
            return figure
    return None


def hidden_text(smallest: int) -> str:
    """Why a figure is not shown."""
    return _(
        "Fewer than %(n)s files stand behind it, or it would tell of a figure on so few: not shown."
    ) % {"n": smallest}
