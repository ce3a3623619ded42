"""Agreement and reliability of scores: every function takes targets x raters, NaN = missing.

report(table, level=...)                       every figure the scale permits, by name
icc.icc(table, form="ICC(2,1)")                one of six intraclass correlations; icc.iccs: all six
alpha.krippendorff_alpha(table, level=...)     nominal, ordinal, interval, ratio, or own distances
kappa.cohen(table, weights=...)                two raters; also light, mean_pairwise, pairwise
gwet.ac, .fleiss, .conger, .brennan_prediger   any number of raters, any weights, missing scores
agreement.exact(table), .within(table, k)      plain agreement; also per_target, per_rater
precision.standard_error(table)                in scale points; components, decision study, leniency
two_raters.bland_altman(table)                 two raters: limits, concordance, homogeneity, PABAK

Each answers with an `Estimate`: a value with its interval, or the reason why there is none.
`as_ratings(table, categories)` validates a table once; pass its result in place of the table.
"""

from reliability.stats.estimate import Estimate
from reliability.stats.matrix import Ratings, as_ratings, from_cells
from reliability.stats.report import LEVELS, report

__all__ = ["LEVELS", "Estimate", "Ratings", "as_ratings", "from_cells", "report"]
