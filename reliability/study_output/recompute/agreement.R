# Agreement on categories: percent agreement, Gwet's AC, Fleiss' and Cohen's kappa, Krippendorff's
# alpha with its bootstrap. Base R, no package.
#
# `ratings` is a list: `unit` (row 1..units of the study), `column` (rater, or rank of the coding),
# `score`, and `units`, the number of all units. Ratings that are missing are not in it.

# One row per unit, one column per category of the declared scale: how often the unit got it.
counts_of <- function(ratings, scale) {
  place <- (match(ratings$score, scale) - 1) * ratings$units + ratings$unit
  matrix(as.numeric(tabulate(place, ratings$units * length(scale))), ratings$units)
}

# Weights of agreement between categories: 1 on the diagonal.
weights_of <- function(kind, scale) {
  away <- abs(outer(scale, scale, "-"))
  span <- if (length(scale)) max(scale) - min(scale) else 0
  switch(kind,
    identity = (away == 0) * 1,
    within_1 = (away <= 1) * 1,
    linear = 1 - away / span,
    quadratic = 1 - away^2 / span^2
  )
}

# A coefficient (pa - pe) / (1 - pe) with the standard error of Gwet's linearisation.
#   pa   mean over the pairable units of the weighted share of agreeing pairs
#   pe   ac:     sum(w) / (q (q - 1)) * sum_k p_k (1 - p_k)
#        fleiss: sum_kl w_kl p_k p_l
#        pa:     0
#   p_k  mean over all rated units of the share of category k in the unit
chance_corrected <- function(ratings, scale, weights, kind, confidence) {
  counts <- counts_of(ratings, scale)
  counts <- counts[rowSums(counts) > 0, , drop = FALSE]
  sizes <- rowSums(counts)
  pairable <- sizes >= 2
  n <- nrow(counts)
  used <- sum(pairable)
  if (used == 0) return(no_figure(used))
  agreeing <- ifelse(pairable, rowSums(counts * (counts %*% t(weights) - 1)), 0)
  agreeing <- agreeing / ifelse(pairable, sizes * (sizes - 1), 1)
  pa <- sum(agreeing) / used
  shares <- colMeans(counts / sizes)
  q <- length(scale)
  if (kind == "pa") {
    pe <- 0
    pe_each <- rep(0, n)
  } else if (q < 2) {
    return(no_figure(used))
  } else if (kind == "ac") {
    factor <- sum(weights) / (q * (q - 1))
    pe <- factor * sum(shares * (1 - shares))
    pe_each <- factor * as.vector(counts %*% (1 - shares)) / sizes
  } else {
    pe <- sum(shares * (weights %*% shares))
    pe_each <- as.vector(counts %*% ((weights + t(weights)) %*% shares / 2)) / sizes
  }
  if (1 - pe < 1e-12) return(no_figure(used))
  value <- (pa - pe) / (1 - pe)
  # what one unit pulls: its own agreement, and the chance that its scores add
  pull <- (agreeing - pe * pairable) / (1 - pe) * n / used
  if (kind != "pa") pull <- pull - 2 * (1 - value) * (pe_each - pe) / (1 - pe)
  if (n < 2) return(figure(value, used = used, detail = list(pa = pa, pe = pe)))
  se <- sqrt(sum((pull - value)^2) / (n * (n - 1)))
  half <- qt(0.5 + confidence / 2, n - 1) * se
  figure(value, value - half, min(1, value + half), se, used, list(pa = pa, pe = pe))
}

# Cohen's kappa with quadratic weights on the equally spaced levels that occur; Wald interval with
# the standard error of Fleiss, Cohen and Everitt (1969).
cohen_quadratic <- function(ratings, confidence) {
  wide <- complete_table(ratings)
  n <- nrow(wide)
  if (ncol(wide) != 2 || n == 0) return(no_figure(0))
  levels <- sort(unique(as.vector(wide)))
  q <- length(levels)
  if (q < 2) return(no_figure(n))
  joint <- table(factor(wide[, 1], levels), factor(wide[, 2], levels)) / n
  joint <- matrix(as.numeric(joint), q)
  weights <- weights_of("quadratic", seq_len(q))
  rows <- rowSums(joint)
  columns <- colSums(joint)
  pa <- sum(joint * weights)
  pe <- sum(outer(rows, columns) * weights)
  if (1 - pe < 1e-12) return(no_figure(n))
  value <- (pa - pe) / (1 - pe)
  pull <- outer(as.vector(weights %*% columns), as.vector(rows %*% weights), "+")
  spread <- sum(joint * (weights - pull * (1 - value))^2) - (value - pe * (1 - value))^2
  se <- sqrt(max(spread, 0)) / ((1 - pe) * sqrt(n))
  half <- qnorm(0.5 + confidence / 2) * se
  figure(value, value - half, value + half, se, n, list(pa = pa, pe = pe))
}

# Krippendorff's alpha as a function of sums over units, so that a resample is one product.
#   alpha = 1 - (N - 1) * D_o / D_e, with N pairable ratings,
#   D_o = sum over units of sum_ab c_a c_b d_ab / (m - 1),  D_e = sum_ab C_a C_b d_ab
# ordinal: d_ab is the squared difference of the mid-ranks of a and b among the pairable ratings,
# which a resample changes; so the products c_a c_b / (m - 1) are summed for each pair a < b.
alpha_sums <- function(ratings, scale, level) {
  counts <- counts_of(ratings, scale)
  sizes <- rowSums(counts)
  counts <- counts * (sizes >= 2)
  share <- 1 / pmax(sizes - 1, 1)
  q <- length(scale)
  if (level == "interval") {
    apart <- outer(scale, scale, "-")^2
    addends <- cbind(counts, rowSums((counts %*% apart) * counts) * share)
    value <- function(sums) {
      uses <- sums[, seq_len(q), drop = FALSE]
      expected <- rowSums((uses %*% apart) * uses)
      ifelse(expected > 0, 1 - sums[, q + 1] * (rowSums(uses) - 1) / expected, NaN)
    }
  } else {
    pairs <- which(upper.tri(matrix(0, q, q)), arr.ind = TRUE)
    products <- counts[, pairs[, 1], drop = FALSE] * counts[, pairs[, 2], drop = FALSE] * share
    addends <- cbind(counts, products)
    value <- function(sums) {
      uses <- sums[, seq_len(q), drop = FALSE]
      ranks <- uses %*% (upper.tri(matrix(0, q, q)) * 1) + uses / 2
      apart <- (ranks[, pairs[, 1], drop = FALSE] - ranks[, pairs[, 2], drop = FALSE])^2
      together <- uses[, pairs[, 1], drop = FALSE] * uses[, pairs[, 2], drop = FALSE]
      observed <- rowSums(sums[, -seq_len(q), drop = FALSE] * apart)
      expected <- rowSums(together * apart)
      ifelse(expected > 0, 1 - observed * (rowSums(uses) - 1) / expected, NaN)
    }
  }
  list(addends = addends, value = value, used = sum(sizes >= 2))
}

# The value of each figure in each resample, from the stored counts: one byte for each unit, one
# resample after the other.
replicated <- function(figures, path, units, replicates, at_once = 50) {
  together <- do.call(cbind, lapply(figures, `[[`, "addends"))
  last <- cumsum(vapply(figures, function(one) ncol(one$addends), 1))
  first <- last - vapply(figures, function(one) ncol(one$addends), 1) + 1
  values <- matrix(NaN, replicates, length(figures))
  file <- gzfile(path, "rb")
  on.exit(close(file))
  for (start in seq(1, replicates, by = at_once)) {
    rows <- start:min(start + at_once - 1, replicates)
    drawn <- readBin(file, "integer", length(rows) * units, size = 1, signed = FALSE)
    sums <- crossprod(matrix(as.numeric(drawn), units), together)
    for (k in seq_along(figures)) {
      values[rows, k] <- figures[[k]]$value(sums[, first[k]:last[k], drop = FALSE])
    }
  }
  values
}

# The p-quantile of the resamples: the order statistic at (R + 1) p, interpolated on the normal
# scale (Davison and Hinkley 1997, chapter 5; boot.ci of the package boot does the same).
resampled_quantile <- function(values, p) {
  ordered <- sort(values)
  r <- length(ordered)
  k <- floor((r + 1) * p)
  if (k < 1) return(ordered[1])
  if (k >= r) return(ordered[r])
  at <- qnorm(c(p, k / (r + 1), (k + 1) / (r + 1)))
  ordered[k] + (at[1] - at[2]) / (at[3] - at[2]) * (ordered[k + 1] - ordered[k])
}

# Alpha of the study itself, with the percentile interval of its resamples.
with_resamples <- function(one, values, confidence) {
  point <- one$value(matrix(colSums(one$addends), 1))
  values <- values[is.finite(values)]
  if (!is.finite(point)) return(no_figure(one$used))
  few <- length(values) < 2 || length(values) < one$replicates / 2
  if (few) return(figure(point, used = one$used))
  tail <- (1 - confidence) / 2
  limits <- c(resampled_quantile(values, tail), resampled_quantile(values, 1 - tail))
  figure(point, limits[1], limits[2], sd(values), one$used)
}

figure <- function(value, low = NaN, high = NaN, se = NaN, used = NaN, detail = list()) {
  list(value = value, low = low, high = high, se = se, used = used, detail = detail)
}

no_figure <- function(used = NaN) figure(NaN, used = used)
