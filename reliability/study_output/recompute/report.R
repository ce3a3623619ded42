#!/usr/bin/env Rscript
# Recomputes every figure of results.csv from data.csv and compares: Rscript report.R [folder]
#
# Needs base R. Figures by restricted maximum likelihood need the package lme4 as well (Debian:
# apt-get install r-cran-lme4); without it they are left out, and said to be.
# Ends with status 1 where a figure differs. Closed forms and resampled intervals must agree to
# 1e-6; what a model was fitted for, to 2e-3 of itself or to 1e-3.

arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)[1]))
given <- commandArgs(trailingOnly = TRUE)
parts <- c(
  "agreement.R", "correlations.R", "models.R", "tables.R", "design.R", "forms.R", "sums.R",
  "rules.R"
)
for (part in parts) {
  source(file.path(here, "recompute", part), local = FALSE)
}

study <- read_study(if (length(given)) given[1] else here)
settings <- study$settings
confidence <- number(settings$confidence)

found <- list()
put <- function(about, name, one) found[[paste(about, name, sep = "\r")]] <<- one
put_all <- function(about, figures) for (name in names(figures)) put(about, name, figures[[name]])

# Coefficients, shares and pairs of an item, a total or a band. Alpha waits for its resamples.
waiting <- list()
section <- function(about, ratings, scale, names, level) {
  for (name in names) {
    kind <- sub("[.].*", "", name)
    weights <- weights_of(sub("^[a-z]+[.]", "", name), scale)
    put(about, name, chance_corrected(ratings, scale, weights, kind, confidence))
  }
  waiting[[paste0(about, "\rkripp.", level)]] <<- alpha_sums(ratings, scale, level)
  counts <- counts_of(ratings, scale)
  cross <- crosstab_of(ratings, scale)
  for (a in seq_along(scale)) {
    put(about, paste0("share:", scale[a]), figure(sum(counts[, a]) / max(sum(counts), 1)))
    for (b in seq_along(scale)) {
      put(about, paste("pairs", scale[a], scale[b], sep = ":"), figure(cross[a, b]))
    }
  }
}

# --- items -------------------------------------------------------------------------------------

of_item <- c("pa.identity", "pa.within_1", "fleiss.quadratic", "ac.quadratic")
for (item in words_of(settings$items)) {
  scale <- number(words_of(settings[[paste0("scale.", item)]]))
  ratings <- ratings_of(study, item)
  section(item, ratings, scale, of_item, "ordinal")
  put(item, "cohen.quadratic", cohen_quadratic(of_sharing(study, ratings), confidence))
}

# --- totals, their ranges and their bands ------------------------------------------------------

totals <- words_of(settings$totals)
for (id in totals) {
  about <- if (id == totals[1]) "total" else paste0("total:", id)
  ratings <- ratings_of(study, paste0("total_", id))
  scale <- sort(unique(ratings$score))
  section(about, ratings, scale, of_item[1:2], "interval")
  form <- form_of(study, ratings)
  computed <- correlation_figures(study, ratings, form, confidence)
  put_all(about, computed$figures)
  if (id == totals[1]) first <- c(computed, list(ratings = ratings, form = form))

  pairs <- later_scores(ratings)
  for (value in scale) {
    put_all(
      paste("range", about, value, value, sep = ":"),
      range_figures(pairs, value, value, confidence)
    )
  }
  about <- sub("total", "band", about)
  for (edge in words_of(settings[[paste0("band_ranges.", id)]])) {
    ends <- number(strsplit(edge, "..", fixed = TRUE)[[1]])
    put_all(
      paste("range", about, ends[1], ends[2], sep = ":"),
      range_figures(pairs, ends[1], ends[2], confidence)
    )
  }
  bands <- words_of(settings[[paste0("bands.", id)]])
  if (length(bands) > 1) {
    placed <- ratings_of(study, paste0("band_", id), bands)
    names <- c("pa.identity", "fleiss.linear", "ac.linear")
    section(about, placed, seq_along(bands) - 1, names, "ordinal")
  }
}

# --- what rests on the first total: design, raters, published figures --------------------------

main <- main_figure(first$figures, first$form)
put_all("design", design_figures(study, first$ratings, main))
beside <- rater_figures(first$ratings, confidence)
for (rater in names(beside)) put_all(paste0("rater:", rater), beside[[rater]])
for (rater in unique(study$kept$rater)) {
  put(paste0("rater:", rater), "codings", figure(sum(study$kept$rater == rater)))
}
for (rater in names(first$severity)) {
  put(paste0("rater:", rater), "lean.blup", figure(first$severity[[rater]]))
  put(paste0("rater:", rater), "lean.blup_se", figure(first$severity_se[[rater]]))
}

same <- found[["total\rpa.identity"]]
pairs <- later_scores(first$ratings)
for (name in grep("^published[.]", names(settings), value = TRUE)) {
  ours <- switch(settings[[name]],
    "differ" = figure(1 - same$value, 1 - same$high, 1 - same$low, same$se, same$used),
    "same-at-6" = range_figures(pairs, 6, 6, confidence)$same,
    "same-to-2" = range_figures(pairs, -Inf, 2, confidence)$same,
    "two-or-more-high" = range_figures(pairs, 6, Inf, confidence)$two_or_more,
    main
  )
  put(sub("^published[.]", "published:", name), "ours", ours)
}

# --- the studies of a pool, each as if it stood alone ------------------------------------------

parts <- unique(study$data$part)
for (name in if (length(parts) > 1) parts) {
  data <- study$data[study$data$part == name, ]
  part <- study_of(settings, data)
  ratings <- ratings_of(part, paste0("total_", totals[1]))
  form <- form_of(part, ratings)
  computed <- correlation_figures(part, ratings, form, confidence)
  scale <- sort(unique(ratings$score))
  weights <- weights_of("identity", scale)
  put_all(paste0("part:", name), list(
    icc = main_figure(computed$figures, form),
    same = chance_corrected(ratings, scale, weights, "pa", confidence),
    targets = figure(part$units), raters = figure(length(unique(data$rater)))
  ))
}

# --- codings that break a rule, where the table alone can tell ----------------------------------

findings <- finding_figures(study$data, study$rules, settings)
for (about in names(findings)) put_all(about, findings[[about]])

# --- resampled intervals, and the comparison ---------------------------------------------------

replicates <- number(settings$replicates)
values <- replicated(waiting, file.path(study$folder, "resamples.bin.gz"), study$units, replicates)
for (k in seq_along(waiting)) {
  waiting[[k]]$replicates <- replicates
  found[[names(waiting)[k]]] <- with_resamples(waiting[[k]], values[, k], confidence)
}
quit(status = if (compare(study, found, has_models())) 1 else 0)
