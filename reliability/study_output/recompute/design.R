# Who scored what, which correlation follows from it, and the comparison with results.csv. Base R.

# For each column that shares a unit: the group that shared units connect it with.
islands_of <- function(shared) {
  rater <- match(shared$column, unique(shared$column))
  group <- seq_len(max(rater, 0))
  repeat {
    lowest <- tapply(group[rater], shared$unit, min)
    reached <- tapply(lowest[as.character(shared$unit)], rater, min)
    moved <- pmin(group, as.vector(reached))
    if (identical(moved, group)) return(setNames(group, unique(shared$column)))
    group <- moved
  }
}

shared_pairs <- function(shared) {
  if (!nrow(shared)) return(0)
  both <- merge(shared[c("unit", "column")], shared[c("unit", "column")], by = "unit")
  nrow(unique(both[both$column.x < both$column.y, c("column.x", "column.y")]))
}

# icc2: complete, or two raters. icc1: nested, or raters beside themselves. icc2.reml: anything
# between. "": no unit was scored twice.
form_of <- function(study, totals) {
  shared <- study$shared
  if (!nrow(shared)) return("")
  if (study$settings$kind == "within") return("icc1")
  if (length(study$sharing) == 2) return("icc2")
  if (nrow(shared) < length(unique(shared$unit)) * length(study$sharing)) {
    return(if (is_nested(shared)) "icc1" else "icc2.reml")
  }
  if (nrow(shared) > sum(totals$unit %in% shared$unit)) "icc2.reml" else "icc2"
}

# Several islands, and inside each of them every rater scored every unit.
is_nested <- function(shared) {
  island <- islands_of(shared)[shared$column]
  if (length(unique(island)) < 2) return(FALSE)
  distinct <- function(values) tapply(values, island, function(one) length(unique(one)))
  all(table(island) == distinct(shared$unit) * distinct(shared$column))
}

design_figures <- function(study, totals, main) {
  data <- study$data
  items <- words_of(study$settings$items)
  met <- unique(data.frame(target = paste(data$part, data$target, sep = "\r"), rater = data$rater))
  work <- sort(as.vector(table(met$rater)))
  sizes <- tabulate(study$kept$unit)
  filled <- vapply(items, function(item) sum(data[[item]] != ""), 1)
  means <- if (length(totals$score)) tapply(totals$score, totals$unit, mean) else numeric()
  plain <- list(
    targets = length(unique(met$target)), raters = length(work), codings = nrow(data),
    ratings = sum(filled), single_rated = sum(sizes == 1),
    pairs_of_raters = shared_pairs(study$shared),
    overlap_islands = length(unique(islands_of(study$shared))), fewest_targets = work[1],
    median_targets = work[(length(work) + 1) %/% 2], most_targets = work[length(work)],
    spread = if (length(means) > 1) sd(means) else NaN
  )
  for (size in unique(sizes)) plain[[paste0("targets_of_", size)]] <- sum(sizes == size)
  for (item in items) plain[[paste0("blank:", item)]] <- nrow(data) - filled[[item]]
  lapply(c(plain, planned(sizes[sizes >= 2], main)), figure)
}

# Half the width of the interval of the main correlation, and targets for narrower ones:
# Bonett (2002), 8 z^2 ((1 - r) (1 + (k - 1) r))^2 / (k (k - 1) w^2) + 1, rounded up.
planned <- function(sizes, main) {
  found <- list(half_width = (main$high - main$low) / 2)
  k <- if (length(sizes)) max(2, round(median(sizes))) else 2
  r <- main$value
  if (!is.finite(r) || r <= 0 || r >= 1) return(found)
  for (half in c("0.05", "0.10")) {
    wide <- qnorm(0.975) * (1 - r) * (1 + (k - 1) * r) / (2 * number(half))
    found[[paste0("needed:", half)]] <- ceiling(8 * wide^2 / (k * (k - 1)) + 1 - 1e-9)
  }
  found
}

# Every number of results.csv beside the one computed here; TRUE where one differs, or a total of
# data.csv.
compare <- function(study, found, with_models) {
  results <- study$results
  kinds <- c("value", "low", "high", "se")
  checked <- skipped <- 0
  left_out <- character()
  wrong <- c(study$wrong, without_row(results, found))
  for (row in seq_len(nrow(results))) {
    one <- as.list(results[row, ])
    if (one$hidden != "" || all(one[kinds] == "")) next
    name <- paste(one$about, one$name)
    if (is_beyond(found, one$about)) {
      left_out <- union(left_out, one$about)
      next
    }
    ours <- found_for(found, one$about, one$name)
    if (!with_models && is_fitted(one) && !isTRUE(is.finite(ours$value))) {
      skipped <- skipped + 1
      next
    }
    if (is.null(ours)) {
      wrong <- c(wrong, paste(name, "is not recomputed by this script"))
      next
    }
    for (kind in kinds[one[kinds] != ""]) {
      theirs <- number(one[[kind]])
      checked <- checked + 1
      if (is_near(ours[[kind]], theirs, one)) next
      wrong <- c(wrong, sprintf("%s %s: %.10g here, %.10g there", name, kind, ours[[kind]], theirs))
    }
    if (one$n_used != "" && is.finite(ours$used) && ours$used != number(one$n_used)) {
      wrong <- c(wrong, sprintf("%s n: %g here, %s there", name, ours$used, one$n_used))
    }
  }
  tell(results, found)
  tell_counts(checked, skipped, taken_as_they_are(study$settings), left_out, wrong)
  length(wrong) > 0
}

# A finding from the facts of files, or by a check of one tool alone.
is_beyond <- function(found, about) {
  startsWith(about, "finding:") && is.null(found[[paste(about, "codings", sep = "\r")]])
}

# Rules that codings break here, and that results.csv does not have.
without_row <- function(results, found) {
  keys <- grep("^finding:.*\rcodings$", names(found), value = TRUE)
  codings <- vapply(found[keys], function(one) as.numeric(one$value), 1)
  about <- sub("\rcodings$", "", keys)
  extra <- codings > 0 & !(about %in% results$about)
  sprintf("%s codings: %g here, no row there", about[extra], codings[extra])
}

# A further number of a figure is a row of its own: "icc1:k0" is k0 of icc1.
found_for <- function(found, about, name) {
  whole <- found[[paste(about, name, sep = "\r")]]
  if (!is.null(whole)) return(whole)
  parts <- strsplit(name, ":", fixed = TRUE)[[1]]
  if (length(parts) != 2) return(NULL)
  detail <- found[[paste(about, parts[1], sep = "\r")]]$detail[[parts[2]]]
  if (is.null(detail)) NULL else figure(detail)
}

# Whether the figure comes from a model that was fitted step by step.
is_fitted <- function(one) {
  startsWith(one$form, "fitted") || grepl("REML", one$form) || grepl("blup", one$name)
}

is_near <- function(ours, theirs, one) {
  if (is.null(ours) || !is.finite(ours)) return(FALSE)
  away <- abs(ours - theirs)
  if (!is_fitted(one)) return(away <= 1e-6 || away <= 1e-6 * abs(theirs))
  if (startsWith(one$name, "needed:")) return(away <= max(1, 5e-3 * theirs))
  away <= 1e-3 || away <= 2e-3 * abs(theirs)
}

tell <- function(results, found) {
  shown <- results$about %in% c("total", "band") & results$value != ""
  cat(sprintf("%-10s %-26s %14s %14s\n", "about", "figure", "results.csv", "recomputed"))
  for (row in which(shown & !grepl("^(share|pairs):", results$name))) {
    one <- results[row, ]
    ours <- found_for(found, one$about, one$name)
    value <- if (is.null(ours)) NaN else ours$value
    cat(sprintf("%-10s %-26s %14.8f %14.8f\n", one$about, one$name, number(one$value), value))
  }
}

tell_counts <- function(checked, skipped, taken, left_out, wrong) {
  cat(sprintf("\n%d numbers recomputed, %d differ.\n", checked, length(wrong)))
  if (skipped > 0) {
    cat(sprintf(
      "%d rows need the package lme4, which is not installed, and were left out.\n", skipped
    ))
  }
  if (length(taken)) {
    told <- "Computed by the tool in its own way, taken from data.csv as they are: "
    cat(told, paste(taken, collapse = ", "), ".\n", sep = "")
  }
  if (length(left_out)) {
    cat("Not recomputed (see README.txt): ", paste(left_out, collapse = ", "), ".\n", sep = "")
  }
  if (length(wrong)) cat(paste0("DIFFERS: ", wrong, "\n"), sep = "")
}
