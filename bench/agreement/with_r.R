# The figures of many tables by R: Rscript with_r.R FAMILY TABLES.csv
# TABLES.csv: table,target,rater,score, one row for each score. Prints table,figure,value.
words <- commandArgs(trailingOnly = TRUE)
scores <- read.csv(words[2])
library_of <- c(icc = "psych", reml = "lme4", kappa = "vcd")
suppressMessages(library(library_of[[words[1]]], character.only = TRUE))
options(warn = -1)

wide <- function(long) {
  table <- matrix(NA, max(long$target), max(long$rater))
  table[cbind(long$target, long$rater)] <- long$score
  table
}

icc <- function(long) {
  found <- ICC(wide(long), missing = FALSE, lmer = FALSE)$results
  names <- c("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")
  c(setNames(found$ICC, names), setNames(found$F, paste0(names, ".F")),
    setNames(found$p, paste0(names, ".p")),
    setNames(found$`lower bound`, paste0(names, ".low")),
    setNames(found$`upper bound`, paste0(names, ".high")))
}

reml <- function(long) {
  fit <- lmer(score ~ 1 + (1 | target) + (1 | rater), data = transform(
    long, target = factor(target), rater = factor(rater)
  ), control = lmerControl(
    check.conv.singular = "ignore", optCtrl = list(xtol_abs = 1e-10, ftol_abs = 1e-12)
  ))
  parts <- VarCorr(fit)
  targets <- parts$target[1]
  raters <- parts$rater[1]
  residual <- sigma(fit)^2
  c(var_subject = targets, var_rater = raters, var_residual = residual,
    icc_agreement_1 = targets / (targets + raters + residual),
    icc_consistency_1 = targets / (targets + residual),
    logLik_reml = as.numeric(logLik(fit)), grand_mean = fixef(fit)[[1]])
}

kappa_of <- function(long) {
  table <- wide(long)
  levels <- sort(unique(as.vector(table)))
  joint <- base::table(factor(table[, 1], levels), factor(table[, 2], levels))
  linear <- Kappa(joint)
  quadratic <- Kappa(joint, weights = "Fleiss-Cohen")
  c(identity = linear$Unweighted[[1]], identity.se = linear$Unweighted[[2]],
    linear = linear$Weighted[[1]], linear.se = linear$Weighted[[2]],
    quadratic = quadratic$Weighted[[1]], quadratic.se = quadratic$Weighted[[2]])
}

figures <- list(icc = icc, reml = reml, kappa = kappa_of)[[words[1]]]
for (long in split(scores, scores$table)) {
  found <- tryCatch(figures(long), error = function(reason) c(failed = NA))
  cat(sprintf("%d,%s,%.15g\n", long$table[1], names(found), found), sep = "")
}
