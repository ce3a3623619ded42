"""Agreement and reliability of scores: every function takes targets x raters, NaN = missing.

report(table, level=...)                       every figure the scale permits, by name
icc.icc(table, form="ICC(2,1)")                one of six intraclass correlations; icc.iccs: all six
alpha.krippendorff_alpha(table, level=...)     nominal, ordinal, interval, ratio, or own distances
kappa.cohen(table, weights=...)                two raters; also light, mean_pairwise, pairwise
gwet.ac, .fleiss, .conger, .brennan_prediger   any number of raters, any weights, missing scores
agreement.exact(table), .within(table, k)      plain agreement; also per_target, per_rater
precision.standard_error(table)                in scale points; components, decision study, leniency
two_raters.bland_altman(table)                 two raters: limits, concordance, homogeneity, PABAK
components.reml(table)                         variance components and severity, incomplete tables
incomplete.icc_of_incomplete(table)            the same by analysis of variance
one_way.icc_one_way(table)                     targets scored by whomever: ICC(1), errors, limits
resampled.bootstrap(table, [("ac", "linear")]) percentile and BCa intervals; also jackknife
gold.against_gold(table, gold)                 each rater against the right scores
severity.many_facets(persons, items, ...)      the many-facet rating-scale model
paired_severity.beside_gold(targets, ...)      one rater beside gold on the same targets
contrast.difference(first, second, "ac")       dependent coefficients; with_raters_sampled
causes.pull_of_targets(table), item_analysis   what pulls agreement down; bands; score ranges
facets, drift, power, benchmark                three facets, control charts, planning, named scales
tables(frame), report_items(frame, level=...)  tidy columns target, rater, score, item

Each answers with an `Estimate`: a value with its interval, or the reason why there is none.
`as_ratings(table, categories)` validates a table once; pass its result in place of the table.
"""

from reliability.stats.estimate import Estimate
from reliability.stats.items import report_items, tables
from reliability.stats.matrix import Ratings, as_ratings, from_cells
from reliability.stats.report import LEVELS, report

__all__ = [
    "LEVELS",
    "Estimate",
    "Ratings",
    "as_ratings",
    "from_cells",
    "report",
    "report_items",
    "tables",
]
