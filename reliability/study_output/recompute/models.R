# Correlations from variance components by restricted maximum likelihood: total ~ 1 + (1 | unit) +
# (1 | column), with the package lme4 where it is installed.

has_models <- function() nzchar(system.file(package = "lme4"))

# The fit, and its restricted likelihood as a function of the two relative variances.
mixed_model <- function(ratings) {
  table <- data.frame(
    score = ratings$score, unit = factor(ratings$unit), column = factor(ratings$column)
  )
  strict <- lme4::lmerControl(
    optimizer = "bobyqa", optCtrl = list(rhoend = 1e-8, maxfun = 1e5),
    check.conv.singular = "ignore", check.conv.grad = "ignore", check.conv.hess = "ignore"
  )
  formula <- score ~ 1 + (1 | unit) + (1 | column)
  fit <- suppressMessages(lme4::lmer(formula, table, REML = TRUE, control = strict))
  deviance <- suppressMessages(
    lme4::lmer(formula, table, REML = TRUE, control = strict, devFunOnly = TRUE)
  )
  parts <- as.data.frame(lme4::VarCorr(fit))
  variance <- function(name) parts$vcov[parts$grp == name]
  severity <- lme4::ranef(fit, condVar = TRUE)$column
  # lme4 puts the larger factor first
  larger <- names(lme4::getME(fit, "theta"))[1]
  unit_first <- startsWith(larger, "unit")
  list(
    unit = variance("unit"), column = variance("column"), residual = variance("Residual"),
    severity = setNames(severity[, 1], rownames(severity)),
    severity_se = setNames(sqrt(attr(severity, "postVar")[1, 1, ]), rownames(severity)),
    sizes = list(unit = table(ratings$unit), column = table(ratings$column)),
    criterion = function(place) deviance(sqrt(if (unit_first) place else rev(place)))
  )
}

# The relative variances; one is 0 where leaving 0 does not truly help.
relative <- function(fit) {
  summit <- c(fit$unit, fit$column) / fit$residual
  for (place in 1:2) {
    edge <- replace(summit, place, 0)
    if (fit$criterion(edge) - 1e-8 <= fit$criterion(summit)) summit <- edge
  }
  summit
}

# Covariance of the relative variances: twice the inverse of the curvature of minus twice the
# restricted likelihood, by central differences. Next to 0 it is read one step away, where a step
# back is still a variance. Without a variance of columns the model is the one-way one, and only
# that of units is uncertain. NULL where the likelihood is flat.
curvature <- function(fit, summit) {
  if (length(fit$sizes$unit) < 3 || summit[1] == 0) return(NULL)
  steps <- 0.01 * (summit + 1 / c(mean(fit$sizes$unit), mean(fit$sizes$column)))
  centre <- pmax(summit, steps)
  used <- 1:2
  if (summit[2] == 0) {
    centre[2] <- 0
    used <- 1
  }
  moves <- diag(steps)
  at <- fit$criterion
  bent <- matrix(0, 2, 2)
  for (i in used) bent[i, i] <- at(centre + moves[i, ]) - 2 * at(centre) + at(centre - moves[i, ])
  if (length(used) == 2) {
    both <- moves[1, ] + moves[2, ]
    apart <- moves[1, ] - moves[2, ]
    bent[1, 2] <- bent[2, 1] <-
      (at(centre + both) + at(centre - both) - at(centre + apart) - at(centre - apart)) / 4
  }
  bent <- bent[used, used, drop = FALSE]
  if (min(eigen(bent, symmetric = TRUE)$values) < 1e-7) return(NULL)
  covariance <- matrix(0, 2, 2)
  covariance[used, used] <- 2 * outer(steps, steps)[used, used] * solve(bent)
  covariance
}

# A correlation of the mean of k raters with its interval by the delta method, symmetric about
# log((1 + (m - 1) r) / (1 - r)), m the harmonic mean number of scores of a unit.
model_correlation <- function(fit, covariance, agreement, k, confidence) {
  summit <- c(fit$unit, fit$column) / fit$residual
  share <- c(1, agreement * 1)
  below <- 1 + sum(share * summit)
  one <- summit[1] / below
  detail <- list(
    var_subject = fit$unit, var_rater = fit$column, var_residual = fit$residual
  )
  used <- length(fit$sizes$unit)
  value <- step_up(one, k)
  if (is.null(covariance)) return(figure(value, used = used, detail = detail))
  m <- max(2, length(fit$sizes$unit) / sum(1 / fit$sizes$unit))
  slope <- (c(1, 0) - one * share) / below * m / ((1 + (m - 1) * one) * (1 - one))
  parts <- slope^2 * diag(covariance)
  tail <- 0.5 + confidence / 2
  of_raters <- parts[2]
  quantile <- qnorm(tail)
  if (of_raters > 1e-6 * sum(parts)) {
    quantile <- qt(tail, (length(fit$sizes$column) - 1) * (sum(parts) / of_raters)^2)
  }
  half <- quantile * sqrt(as.numeric(slope %*% covariance %*% slope))
  middle <- log((1 + (m - 1) * one) / (1 - one))
  back <- function(z) (1 - exp(-z)) / (1 + (m - 1) * exp(-z))
  limits <- step_up(back(pmax(0, middle + c(-half, half))), k)
  figure(value, limits[1], limits[2], used = used, detail = detail)
}

# The figures of a total that need the model.
model_figures <- function(ratings, confidence) {
  fit <- mixed_model(ratings)
  covariance <- curvature(fit, relative(fit))
  harmonic <- length(fit$sizes$unit) / sum(1 / fit$sizes$unit)
  one <- function(agreement, k = 1) model_correlation(fit, covariance, agreement, k, confidence)
  sem <- sqrt(fit$column + fit$residual)
  used <- length(fit$sizes$unit)
  list(
    figures = list(
      icc2.reml = one(TRUE), icc3.reml = one(FALSE), icc2kh.reml = one(TRUE, harmonic),
      sem_agreement.reml = figure(sem, used = used),
      mdc95_agreement.reml = figure(qnorm(0.975) * sqrt(2) * sem, used = used)
    ),
    severity = fit$severity, severity_se = fit$severity_se
  )
}
