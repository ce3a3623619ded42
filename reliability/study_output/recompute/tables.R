# From the files of the study to ratings, and the figures that are counts: the design, agreement by
# range, raters beside one another, shares and cross-tables. Base R.

read_study <- function(folder) {
  # without the apostrophe that keeps spreadsheet programs from computing a cell
  table_of <- function(name) {
    read <- read.csv(
      file.path(folder, name),
      colClasses = "character", check.names = FALSE, encoding = "UTF-8", na.strings = character()
    )
    read[] <- lapply(read, function(column) sub("^'", "", column))
    read
  }
  told <- table_of("settings.csv")
  settings <- as.list(setNames(told$value, told$name))
  summed <- sum_again(table_of("data.csv"), settings)
  study <- study_of(settings, summed$data)
  study$wrong <- summed$wrong
  study$rules <- table_of("rules.csv")
  study$folder <- folder
  study$results <- table_of("results.csv")
  study
}

number <- function(text) suppressWarnings(as.numeric(text))

words_of <- function(text) if (text == "") character() else strsplit(text, ";", fixed = TRUE)[[1]]

# A study, or one part of a pool as if it stood alone. `kept` are the codings that count, with their
# unit, their column (a rater, or a rank) and their place inside the unit, from 1.
#
# A unit is a target of a part; in a study of raters beside themselves, a target of one rater.
# Units are in the order of their names by code points, and every unit counts, also one that was
# scored once. If a rater scored a unit more than once, the first coding counts. First: the lowest
# occasion, then the earliest day (none comes last), then the first rater by code points.
study_of <- function(settings, data) {
  within <- settings$kind == "within"
  key <- c(list(data$part, data$target), if (within) list(data$rater))
  name <- do.call(paste, c(key, sep = "\r"))
  sorted <- unique(name[do.call(order, c(key, method = "radix"))])
  kept <- data
  kept$unit <- match(name, sorted)
  dated <- ifelse(kept$coded_on == "", "9999-99-99", kept$coded_on)
  first <- list(kept$unit, number(kept$occasion), dated, kept$rater)
  kept <- kept[do.call(order, c(first, method = "radix")), ]
  if (!within) kept <- kept[!duplicated(kept[c("unit", "rater")]), ]
  kept$place <- ave(kept$unit, kept$unit, FUN = seq_along)
  kept$column <- if (within) as.character(kept$place) else kept$rater
  shared <- kept[tabulate(kept$unit)[kept$unit] >= 2, ]
  list(
    settings = settings, data = data, kept = kept, shared = shared,
    units = length(sorted), sharing = unique(shared$column)
  )
}

# The scores of one variable, without those that are missing, in the order of the codings; of a
# band, its place in the sheet's order, from 0.
ratings_of <- function(study, variable, scale = NULL) {
  given <- study$kept[[variable]]
  kept <- study$kept[given != "", ]
  given <- given[given != ""]
  list(
    unit = kept$unit, column = kept$column, place = kept$place,
    score = if (is.null(scale)) number(given) else match(given, scale) - 1, units = study$units
  )
}

only <- function(ratings, which) {
  parts <- c("unit", "column", "place", "score")
  ratings[parts] <- lapply(ratings[parts], function(part) part[which])
  ratings
}

# Those of the columns that share a unit with another column.
of_sharing <- function(study, ratings) only(ratings, ratings$column %in% study$sharing)

# How often the ratings of one unit fall into two categories, every ordered pair of ratings once.
crosstab_of <- function(ratings, scale) {
  counts <- counts_of(ratings, scale)
  crossprod(counts) - diag(colSums(counts), length(scale))
}

# The exact binomial interval of Clopper and Pearson; `hits` need not be whole.
exact_interval <- function(hits, n, confidence) {
  tail <- (1 - confidence) / 2
  c(
    if (hits > 0) qbeta(tail, hits, n - hits + 1) else 0,
    if (hits < n) qbeta(1 - tail, hits + 1, n - hits) else 1
  )
}

share_figure <- function(shares, confidence) {
  n <- length(shares)
  if (n == 0) return(no_figure(0))
  limits <- exact_interval(sum(shares), n, confidence)
  figure(mean(shares), limits[1], limits[2], used = n)
}

# Each later score of a unit beside that of its first coding, if that has one.
later_scores <- function(ratings) {
  opening <- ratings$place == 1
  first <- rep(NaN, ratings$units)
  first[ratings$unit[opening]] <- ratings$score[opening]
  later <- only(ratings, !opening & !is.nan(first[ratings$unit]))
  list(unit = later$unit, first = first[later$unit], score = later$score)
}

# One row of agreement by range: units whose first score lies from `low` to `high`.
range_figures <- function(pairs, low, high, confidence) {
  inside <- pairs$first >= low & pairs$first <= high
  away <- abs(pairs$score - pairs$first)[inside]
  unit <- pairs$unit[inside]
  share <- function(hit) {
    share_figure(if (any(inside)) tapply(hit, unit, mean) else numeric(), confidence)
  }
  list(
    pairs = figure(sum(inside)), same = share(away == 0), within_one = share(away <= 1),
    two_or_more = share(away >= 2)
  )
}

# How each rater's scores lie beside the mean of the other scores of the same units.
rater_figures <- function(ratings, confidence) {
  if (!length(ratings$score)) return(list())
  sums <- tapply(ratings$score, factor(ratings$unit, seq_len(ratings$units)), sum)
  sizes <- tabulate(ratings$unit, ratings$units)
  shared <- sizes[ratings$unit] >= 2
  unit <- ratings$unit[shared]
  own <- ratings$score[shared]
  others <- (sums[unit] - own) / (sizes[unit] - 1)
  alike <- same_as_others(unit, own) / (sizes[unit] - 1)
  lapply(split(seq_along(unit), ratings$column[shared]), function(rows) {
    list(
      lean = mean_figure((own - others)[rows], confidence),
      same = share_figure(alike[rows], confidence)
    )
  })
}

# Of each score, how many other scores of its unit are the same.
same_as_others <- function(unit, score) ave(score, unit, score, FUN = length) - 1

mean_figure <- function(values, confidence) {
  n <- length(values)
  if (n < 2) return(figure(mean(values), used = n))
  se <- sd(values) / sqrt(n)
  half <- qt(0.5 + confidence / 2, n - 1) * se
  figure(mean(values), mean(values) - half, mean(values) + half, se, n)
}
