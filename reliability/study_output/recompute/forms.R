# Every correlation and error of measurement of a total. Base R, and models.R for the models.

correlation_figures <- function(study, totals, form, confidence) {
  kind <- study$settings$kind
  m <- one_way(totals)
  found <- list(icc1 = icc1(m, confidence), icc1k = icc1(m, confidence, of_mean = TRUE))
  if (m$n >= 2) {
    found$sem_agreement.oneway <- figure(sqrt(m$msw), used = m$n)
    found$mdc95_agreement.oneway <- figure(qnorm(0.975) * sqrt(2 * m$msw), used = m$n)
  }
  found$limits.pairs <- limits_of_pairs(m, confidence)
  found$bland_altman <- of_two(study, totals, confidence)
  wide <- complete_table(of_sharing(study, totals))
  if (min(dim(wide)) >= 2) found <- modifyList(found, of_complete(wide, form, confidence))
  found$iccNA <- icc_of_incomplete(totals, confidence)
  wanted <- form == "icc2.reml" || (form == "icc1" && !(kind %in% c("back-reading", "within")))
  if (!wanted || !has_models() || !can_be_fitted(totals)) return(list(figures = found))
  fitted <- model_figures(totals, confidence)
  list(
    figures = c(found, fitted$figures), severity = fitted$severity,
    severity_se = fitted$severity_se
  )
}

# Two units and two columns at least, and more totals than either.
can_be_fitted <- function(totals) {
  levels <- c(length(unique(totals$unit)), length(unique(totals$column)))
  min(levels) >= 2 && length(totals$score) > max(levels)
}

main_figure <- function(figures, form) {
  one <- figures[[if (form == "") "icc1" else form]]
  if (is.null(one)) no_figure() else one
}

# From the units that every sharing rater scored.
of_complete <- function(wide, form, confidence) {
  m <- two_way(wide)
  sem <- sqrt(m$mse + max(0, (m$msc - m$mse) / m$n))
  found <- list(
    icc2 = icc2(m, confidence), icc2k = icc2k(m, confidence), icc3 = icc3(m, confidence),
    sem_agreement = figure(sem, used = m$n),
    mdc95_agreement = figure(qnorm(0.975) * sqrt(2) * sem, used = m$n)
  )
  if (form == "icc2") {
    long <- list(unit = as.vector(row(wide)), score = as.vector(wide), units = m$n)
    found$icc1 <- icc1(one_way(long), confidence)
  }
  found
}

# Bland and Altman's differences: of the first and the second coding, or of two raters.
of_two <- function(study, totals, confidence) {
  if (study$settings$kind %in% c("back-reading", "within")) {
    pairs <- only(totals, totals$place <= 2)
    pairs$column <- as.character(pairs$place)
  } else {
    pairs <- of_sharing(study, totals)
  }
  wide <- complete_table(pairs)
  if (ncol(wide) == 2) bland_altman(wide[, 1], wide[, 2], confidence) else no_figure(0)
}
