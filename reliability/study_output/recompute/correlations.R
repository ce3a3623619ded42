# Intraclass correlations and errors of measurement from analyses of variance. Base R.
# Shrout & Fleiss (1979), McGraw & Wong (1996), Ebel (1951), Brueckl (2011).

# Units in rows, columns in columns, those units only that every column scored.
complete_table <- function(ratings) {
  if (!length(ratings$score)) return(matrix(0, 0, 0))
  columns <- sort(unique(ratings$column))
  wide <- matrix(NaN, ratings$units, length(columns))
  wide[cbind(ratings$unit, match(ratings$column, columns))] <- ratings$score
  wide[rowSums(is.nan(wide)) == 0, , drop = FALSE]
}

# Mean squares of a complete table: between units, between columns, residual.
two_way <- function(wide) {
  n <- nrow(wide)
  k <- ncol(wide)
  middle <- mean(wide)
  rows <- rowMeans(wide) - middle
  columns <- colMeans(wide) - middle
  rest <- sweep(sweep(wide - middle, 1, rows), 2, columns)
  list(
    n = n, k = k,
    msr = k * sum(rows^2) / (n - 1),
    msc = n * sum(columns^2) / (k - 1),
    mse = sum(rest^2) / ((n - 1) * (k - 1))
  )
}

# F of the hypothesis that units do not differ, and its degrees of freedom.
f_test <- function(m) list(F = m$msr / m$mse, df1 = m$n - 1, df2 = (m$n - 1) * (m$k - 1))

step_up <- function(icc, k) k * icc / (1 + (k - 1) * icc)

# ICC(2,1): (MSR - MSE) / (MSR + (k-1) MSE + k (MSC - MSE) / n), with McGraw and Wong's interval.
icc2 <- function(m, confidence) {
  below <- m$msr + (m$k - 1) * m$mse + m$k * (m$msc - m$mse) / m$n
  if (below <= 0) return(no_figure(m$n))
  value <- (m$msr - m$mse) / below
  n <- m$n
  k <- m$k
  if (value >= 1) return(figure(value, 1, 1, used = n, detail = f_test(m)))
  a <- k * value / (n * (1 - value)) * m$msc
  b <- (1 + k * value * (n - 1) / (n * (1 - value))) * m$mse
  v <- (a + b)^2 / (a^2 / (k - 1) + b^2 / ((n - 1) * (k - 1)))
  tail <- 0.5 + confidence / 2
  f_low <- qf(tail, n - 1, v)
  f_high <- qf(tail, v, n - 1)
  spread <- k * m$msc + (k * n - k - n) * m$mse
  low <- n * (m$msr - f_low * m$mse) / (f_low * spread + n * m$msr)
  high <- n * (f_high * m$msr - m$mse) / (spread + n * f_high * m$msr)
  figure(value, low, high, used = n, detail = f_test(m))
}

icc2k <- function(m, confidence) {
  one <- icc2(m, confidence)
  below <- m$msr + (m$msc - m$mse) / m$n
  if (below <= 0) return(no_figure(m$n))
  low <- step_up(one$low, m$k)
  figure((m$msr - m$mse) / below, low, step_up(one$high, m$k), used = m$n, detail = f_test(m))
}

# ICC(3,1): consistency, with the exact F interval.
icc3 <- function(m, confidence) {
  if (m$mse == 0 && m$msr == 0) return(no_figure(m$n))
  if (m$mse == 0) return(figure(1, 1, 1, used = m$n, detail = f_test(m)))
  f <- m$msr / m$mse
  df <- c(m$n - 1, (m$n - 1) * (m$k - 1))
  of_f <- function(f) (f - 1) / (f + m$k - 1)
  limits <- of_f(f_limits(f, df, confidence))
  figure(of_f(f), limits[1], limits[2], used = m$n, detail = f_test(m))
}

f_limits <- function(f, df, confidence) {
  tail <- 0.5 + confidence / 2
  c(f / qf(tail, df[1], df[2]), f * qf(tail, df[2], df[1]))
}

# One-way analysis of variance of the units with at least two scores, whoever gave them.
one_way <- function(ratings) {
  sizes <- tabulate(ratings$unit, ratings$units)
  kept <- sizes[ratings$unit] >= 2
  unit <- ratings$unit[kept]
  score <- ratings$score[kept]
  sizes <- sizes[sizes >= 2]
  n <- length(sizes)
  total <- sum(sizes)
  if (n < 2) return(list(n = n))
  means <- rowsum(score, unit)[, 1] / rowsum(rep(1, length(unit)), unit)[, 1]
  squares <- rowsum((score - means[match(unit, as.numeric(names(means)))])^2, unit)[, 1]
  within <- sum(squares)
  uses <- rowsum(rep(1, length(unit)), unit)[, 1]
  away <- (squares - (uses - 1) * within / (total - n)) / within
  between <- sum(sizes * (means - mean(score))^2)
  list(
    n = n, total = total,
    k0 = (total - sum(sizes^2) / total) / (n - 1),
    msb = between / (n - 1), msw = within / (total - n),
    df = c(n - 1, total - n),
    unsure = max(sqrt(n / (n - 1) * sum(away^2)), sqrt(2 / (total - n)))
  )
}

# ICC(1): (F - 1) / (F + k0 - 1), and 1 - 1 / F of the mean of the scores of a unit.
icc1 <- function(m, confidence, of_mean = FALSE) {
  if (m$n < 2 || (m$msb == 0 && m$msw == 0)) return(no_figure(m$n))
  f <- m$msb / m$msw
  of_f <- function(f) if (of_mean) 1 - 1 / f else (f - 1) / (f + m$k0 - 1)
  detail <- list(
    k0 = m$k0, F = f, df1 = m$df[1], df2 = m$df[2], MSB = m$msb, MSW = m$msw
  )
  if (!is.finite(f)) return(figure(1, 1, 1, used = m$n, detail = detail))
  limits <- of_f(f_limits(f, m$df, confidence))
  figure(of_f(f), limits[1], limits[2], used = m$n, detail = detail)
}

# Half the width of the 95 % limits of the difference of two scores of one unit; its interval by the
# delta method on the log of the mean square within, units sampled.
limits_of_pairs <- function(m, confidence) {
  if (m$n < 2) return(no_figure(m$n))
  factor <- qnorm(0.975) * sqrt(2)
  half <- factor * sqrt(m$msw)
  if (half == 0) return(figure(0, used = m$n, detail = list(loa_low = 0, loa_high = 0, sd = 0)))
  limits <- half * exp(c(-1, 1) * qt(0.5 + confidence / 2, m$n - 1) * m$unsure / 2)
  detail <- list(loa_low = -half, loa_high = half, sd = sqrt(2 * m$msw))
  figure(half, limits[1], limits[2], used = m$n, detail = detail)
}

# Bland and Altman (1999): mean difference, first minus second, with its limits of agreement.
bland_altman <- function(first, second, confidence) {
  away <- first - second
  n <- length(away)
  if (n < 2) return(no_figure(n))
  se <- sd(away) / sqrt(n)
  half <- qt(0.5 + confidence / 2, n - 1) * se
  reach <- qnorm(0.975) * sd(away)
  detail <- list(
    bias = mean(away), sd = sd(away),
    loa_low = mean(away) - reach, loa_high = mean(away) + reach
  )
  figure(mean(away), mean(away) - half, mean(away) + half, se, n, detail)
}

# ICC(A,1) of an incomplete table by analysis of variance: what each column gives more or less than
# the mean is taken out first; k0 is Ebel's mean number of scores. As irrNA for R.
icc_of_incomplete <- function(ratings, confidence) {
  unit <- match(ratings$unit, sort(unique(ratings$unit)))
  column <- match(ratings$column, sort(unique(ratings$column)))
  score <- ratings$score - mean(ratings$score)
  sizes <- tabulate(unit)
  uses <- tabulate(column)
  n <- length(sizes)
  k <- length(uses)
  if (n < 2 || k < 2 || all(sizes < 2)) return(no_figure(0))
  of_column <- as.vector(rowsum(score, column)) / uses
  moved <- score - of_column[column]
  whole <- length(score)
  df <- (n - 1) * (whole / n - 1)
  msr <- sum(as.vector(rowsum(moved, unit))^2 / sizes) / (n - 1)
  msc <- sum(uses * of_column^2) / (k - 1)
  mse <- (sum(moved^2) - (n - 1) * msr) / df
  k0 <- (whole - sum(sizes^2) / whole) / (n - 1)
  below <- msr + (k0 - 1) * mse + k0 / n * (msc - mse)
  if (below <= 0) return(no_figure(n))
  value <- (msr - mse) / below
  share <- k0 * value / (n * (1 - value))
  a <- share * msc
  b <- (1 + share * (n - 1)) * mse
  v <- max((a + b)^2 / (a^2 / (k - 1) + b^2 / df), 0.1)
  tail <- 0.5 + confidence / 2
  f_low <- qf(tail, n - 1, v)
  f_high <- qf(tail, v, n - 1)
  spread <- k0 * msc + ((k0 - 1) * n - k0) * mse
  low <- n * (msr - f_low * mse) / (f_low * spread + n * msr)
  high <- n * (f_high * msr - mse) / (spread + n * f_high * msr)
  if (!isTRUE(low <= value && value <= high)) low <- high <- NaN
  figure(value, low, high, used = n)
}
