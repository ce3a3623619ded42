"""How the figures were computed, what they take for granted, and where the methods come from."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reliability.reports.studies.design import WHY
from reliability.reports.studies.document import Bullets, Paragraph, Section
from reliability.reports.studies.numbers import count, percent
from reliability.reports.studies.told import Told
from reliability.studies_words import LABELS, WHAT_IT_IS

SOURCES = (
    "Shrout & Fleiss (1979), Psychological Bulletin 86(2), 420-428",
    "McGraw & Wong (1996), Psychological Methods 1(1), 30-46",
    "Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.",
    "Krippendorff (2019), Content Analysis, 4th ed.",
    "Fleiss & Cohen (1973), Educational and Psychological Measurement 33(3), 613-619",
    "Bland & Altman (1999), Statistical Methods in Medical Research 8(2), 135-160",
    "de Vet et al. (2006), Journal of Clinical Epidemiology 59(10), 1033-1039",
    "Koo & Li (2016), Journal of Chiropractic Medicine 15(2), 155-163",
    "Bonett (2002), Statistics in Medicine 21(9), 1331-1335",
    "Kottner et al. (2011), Journal of Clinical Epidemiology 64(1), 96-106",
)
ASSUMED = (
    gettext_noop("The codings of one file were made without knowledge of each other."),
    gettext_noop("Files are a fair draw from those for which the figures are to hold."),
    gettext_noop(
        "Scores that are blank are missing for reasons that have nothing to do with what the "
        "score would have been."
    ),
    gettext_noop(
        "Steps between totals count alike: an ICC, the standard error and the limits of agreement "
        "take one point to be the same anywhere on the scale."
    ),
    gettext_noop("Files are independent of one another; no person's file is in the study twice."),
)


def method_section(told: Told) -> Section:
    """The text that an agency can take over into its own report."""
    below = (
        Section("assumptions", _("What is taken for granted"), (Bullets(_assumed(told)),)),
        Section("sources", _("Sources of the methods"), (Bullets(SOURCES),)),
    )
    return Section(
        "method",
        _("How it was computed"),
        tuple(Paragraph(text) for text in _method(told)),
        below,
    )


def _assumed(told: Told) -> tuple[str, ...]:
    told_of_kind = {
        "within": _("Between two codings people forgot how they had scored the file."),
        "back-reading": _(
            "The share that was coded again stands for all codings, so it was not chosen by its "
            "scores."
        ),
    }
    own = told_of_kind.get(told.results.kind)
    return (*(_(text) for text in ASSUMED), *((own,) if own else ()))


def _method(told: Told) -> Iterator[str]:
    design = told.results.design
    yield _compared(told)
    form = LABELS.get(design.icc_form)
    if form:
        yield _("Main figure of the total: %(form)s, %(what)s. %(why)s") % {
            "form": form,
            "what": WHAT_IT_IS.get(design.icc_form, ""),
            "why": WHY.get(design.why, ""),
        }
    yield _(
        "Agreement of items is given as the share of same scores, as Krippendorff's alpha for "
        "ordered scores, as weighted kappa and as Gwet's AC2 (quadratic weights over the permitted "
        "scores). Every figure uses all pairs of scores there are; a blank is left out, never "
        "taken as zero."
    )
    yield from _sure(told)
    yield _(
        "An ICC is judged on its whole interval (Koo and Li: below 0.50 poor, to 0.75 moderate, to "
        "0.90 good, above excellent), alpha likewise (Krippendorff: from 0.80 enough to conclude "
        "from, from two thirds tentatively)."
    )
    yield _("Computed by %(engine)s.") % {"engine": told.results.engine}


def _sure(told: Told) -> Iterator[str]:
    """How intervals are made, and what is too small to be shown."""
    settings = told.results.settings
    yield _(
        "Intervals cover %(confidence)s. Those of alpha come from %(replicates)s resamples of the "
        "files with replacement (percentiles; seed %(seed)s, the same resamples for every figure); "
        "shares, kappa and AC2 have Gwet's intervals, which treat files as sampled and assessors "
        "as given; ICC have F intervals, those of McGraw and Wong, or those of the model. Only "
        "the intervals of ICC(2,1) and ICC(2,k) take assessors as a sample too: all others hold "
        "for assessors such as these."
    ) % {
        "confidence": percent(settings.confidence),
        "replicates": count(settings.replicates),
        "seed": settings.seed,
    }
    yield _(
        "Figures on fewer than %(n)s files are not shown, nor are counts below %(n)s, nor others "
        "from which such a one follows by adding up."
    ) % {"n": settings.smallest_cell}


def _compared(told: Told) -> str:
    if told.results.kind == "within":
        return _(
            "Codings of one file by one person at different times are compared with each other."
        )
    if told.results.kind == "back-reading":
        return _("The second coding of each file is compared with the first.")
    return _("Codings of one file by different assessors are compared with each other.")
