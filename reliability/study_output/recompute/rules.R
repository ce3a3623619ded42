# Codings that break a rule of the tool, by checks that need the table and rules.csv alone. Base R.

# Of so many codings the report names the numbers.
listed <- 8

# Of each rule: codings that break it, those asked, their raters, the first of their numbers. A rule
# whose check is not among `checks` is left out: it is of one tool alone.
finding_figures <- function(data, rules, settings) {
  found <- list()
  for (k in seq_len(nrow(rules))) {
    rule <- as.list(rules[k, ])
    check <- checks[[rule$check]]
    if (is.null(check)) next
    broken <- check(data, rule, settings)
    numbers <- head(sort(number(data$number[broken])), listed)
    plain <- list(
      codings = sum(broken), asked = sum(is_asked(data, rule$check)),
      raters = length(unique(data$rater[broken]))
    )
    for (place in seq_along(numbers)) plain[[paste0("number:", place)]] <- numbers[place]
    found[[paste("finding", rule$rule, rule$evidence, sep = ":")]] <- lapply(plain, figure)
  }
  found
}

# Checks of a total or a level that was written down: asked of codings that have one.
of_written <- c(
  "recomputed", "total_is_sum", "band_label", "band_of_total", "band_or_label", "most_missing"
)

is_asked <- function(data, check) {
  if (check == "csem_only") return(data$flag_csem_only != "")
  !(check %in% of_written) | is_written(data)
}

is_written <- function(data) data$given_total != "" | data$given_band != ""

# The band that each level written down names, by any of its names; "" for none of them.
named_band <- function(data, id, settings) {
  bands <- words_of(settings[[paste0("bands.", id)]])
  names <- strsplit(words_of(settings[[paste0("band_names.", id)]]), "|", fixed = TRUE)
  place <- match(tolower(trimws(data$given_band)), unlist(names))
  found <- rep(bands, lengths(names))[place]
  ifelse(is.na(place), "", found)
}

blank <- function(data, items) {
  matrix(unlist(data[items]) == "", nrow(data), dimnames = list(NULL, items))
}

other_total <- function(data, rule, settings) {
  if (rule$total == "") return(rep(FALSE, nrow(data)))
  data$given_total != "" & data$given_total != data[[paste0("total_", rule$total)]]
}

# The level written down is one of the tool's, and not that of the scores.
other_band <- function(data, rule, settings) {
  own <- data[[paste0("band_", rule$level)]]
  if (is.null(own)) return(rep(FALSE, nrow(data)))
  named <- named_band(data, rule$level, settings)
  own != "" & named != "" & own != named
}

unknown_band <- function(data, rule, settings) {
  data$given_band != "" & named_band(data, rule$level, settings) == ""
}

checks <- list(
  permitted = function(data, rule, settings) {
    wrong <- rep(FALSE, nrow(data))
    for (item in words_of(settings$items)) {
      scale <- words_of(settings[[paste0("scale.", item)]])
      wrong <- wrong | (data[[item]] != "" & !(data[[item]] %in% scale))
    }
    wrong
  },
  required_items = function(data, rule, settings) {
    required <- setdiff(words_of(settings$items), words_of(settings$may_be_missing))
    rowSums(blank(data, required)) > 0
  },
  implies = function(data, rule, settings) {
    data[[rule$item]] == rule$value & !(data[[rule$other_item]] %in% c(rule$other_value, ""))
  },
  total_is_sum = other_total,
  total_in_reach = function(data, rule, settings) {
    items <- words_of(settings[[paste0("items.", rule$total)]])
    highest <- vapply(items, function(item) {
      max(number(words_of(settings[[paste0("scale.", item)]])))
    }, 1)
    reach <- as.vector((1 - blank(data, items)) %*% highest)
    data$given_total != "" & number(data$given_total) > reach
  },
  most_missing = function(data, rule, settings) {
    items <- words_of(settings[[paste0("items.", rule$total)]])
    most <- number(settings[[paste0("may_miss.", rule$total)]])
    data$given_total != "" & !is.na(most) & rowSums(blank(data, items)) > most
  },
  band_label = unknown_band,
  band_of_total = other_band,
  band_or_label = function(...) unknown_band(...) | other_band(...),
  recomputed = function(...) other_total(...) | other_band(...),
  level_alone = function(data, rule, settings) data$given_band != "",
  one_total = function(data, rule, settings) is_written(data),
  csem_only = function(data, rule, settings) {
    data$flag_csem_only == "1" & rowSums(!blank(data, words_of(settings$items))) > 0
  }
)
