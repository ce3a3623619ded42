# The tasks as R's psych, lme4 and vcd do them: Rscript with_r.R PEER TASK TABLES.csv
# Answers like bench.statistics.contestant: one JSON object a line.
words <- commandArgs(trailingOnly = TRUE)
peer <- words[1]
table <- as.matrix(read.csv(words[3], header = FALSE))
dimnames(table) <- NULL
share <- 1
note <- ""

if (peer == "psych") {
  suppressMessages(library(psych))
  run <- function() {
    found <- ICC(table, missing = FALSE, lmer = FALSE)$results
    answer <- as.list(found$ICC)
    names(answer) <- c("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")
    c(answer, low2 = found$`lower bound`[2], high2 = found$`upper bound`[2])
  }
} else if (peer == "lme4") {
  suppressMessages(library(lme4))
  long <- data.frame(
    score = as.vector(table), target = factor(row(table)), rater = factor(col(table))
  )
  long <- long[!is.na(long$score), ]
  run <- function() {
    fit <- lmer(score ~ 1 + (1 | target) + (1 | rater), data = long)
    parts <- VarCorr(fit)
    targets <- parts$target[1]
    raters <- parts$rater[1]
    residual <- sigma(fit)^2
    list(targets = targets, raters = raters, residual = residual,
         icc2 = targets / (targets + raters + residual))
  }
} else {
  suppressMessages(library(vcd))
  pairs <- combn(if (nzchar(Sys.getenv("BENCH_FULL"))) ncol(table) else 30, 2)
  share <- ncol(pairs) / choose(ncol(table), 2)
  if (share < 1) note <- sprintf("timed on %d pairs", ncol(pairs))
  run <- function() {
    values <- apply(pairs, 2, function(pair) {
      joint <- base::table(factor(table[, pair[1]], 1:5), factor(table[, pair[2]], 1:5))
      found <- Kappa(joint, weights = "Fleiss-Cohen")
      c(found$Unweighted[1], found$Weighted[1])
    })
    if (share < 1) return(list())
    list(kappa = mean(values[1, ]), quadratic = mean(values[2, ]))
  }
}

reply <- function(seconds, answer = NULL) {
  shown <- sprintf('"%s": %.9f', names(answer), unlist(answer))
  cat(sprintf('{"seconds": %.7f, "answer": {%s}, "note": "%s", "whole": true}\n',
              seconds / share, paste(shown, collapse = ", "), note))
  flush(stdout())
}
clock <- function() sum(proc.time()[1:2])

start <- clock()
answer <- run()
reply(clock() - start, answer)
lines <- file("stdin", "r")
while (length(readLines(lines, n = 1)) > 0) {
  # its clock has steps of a millisecond: the mean of several calls
  calls <- 0
  start <- clock()
  while (clock() - start < 0.1) {
    run()
    calls <- calls + 1
  }
  reply((clock() - start) / calls)
}
