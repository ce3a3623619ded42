# Totals and bands, summed again from the item scores by what settings.csv says of the sheet. Base R.

# Puts every plain sum and its band where the export has its own. A total that the sheet does not
# plainly sum is left as it was exported. `wrong` says what differs, row by row.
sum_again <- function(data, settings) {
  wrong <- character()
  for (id in words_of(settings$sums)) {
    total <- own_total(data, settings, id)
    own <- setNames(list(as_text(total)), paste0("total_", id))
    bands <- words_of(settings[[paste0("bands.", id)]])
    if (length(bands)) own[[paste0("band_", id)]] <- own_band(total, bands, settings, id)
    for (column in names(own)) {
      wrong <- c(wrong, differing(data, column, own[[column]]))
      data[[column]] <- own[[column]]
    }
  }
  list(data = data, wrong = wrong)
}

# The sum; NA where a required item or too many items are missing, or the sum is out of range.
own_total <- function(data, settings, id) {
  items <- words_of(settings[[paste0("items.", id)]])
  scores <- matrix(number(unlist(data[items])), nrow(data), dimnames = list(NULL, items))
  missing <- is.na(scores)
  required <- setdiff(items, words_of(settings$may_be_missing))
  most <- number(settings[[paste0("may_miss.", id)]])
  if (is.na(most)) most <- length(items)
  ends <- ends_of(settings[[paste0("total_range.", id)]])
  total <- rowSums(scores, na.rm = TRUE)
  total[rowSums(missing[, required, drop = FALSE]) > 0 | rowSums(missing) > most] <- NA
  total[!is.na(total) & (total < ends[1] | total > ends[2])] <- NA
  total
}

own_band <- function(total, bands, settings, id) {
  found <- rep("", length(total))
  ranges <- words_of(settings[[paste0("band_ranges.", id)]])
  for (k in seq_along(bands)) {
    ends <- ends_of(ranges[k])
    found[!is.na(total) & found == "" & total >= ends[1] & total <= ends[2]] <- bands[k]
  }
  found
}

ends_of <- function(range) number(strsplit(range, "..", fixed = TRUE)[[1]])

as_text <- function(total) ifelse(is.na(total), "", format(total, trim = TRUE, scientific = FALSE))

differing <- function(data, column, here) {
  there <- data[[column]]
  rows <- which(here != there)
  or_none <- function(text) ifelse(text == "", "none", text)
  sprintf(
    "data.csv, coding %s, %s: %s here, %s there",
    data$number[rows], rep(column, length(rows)), or_none(here[rows]), or_none(there[rows])
  )
}

# Columns of totals that the tool computes in its own way.
taken_as_they_are <- function(settings) {
  ids <- setdiff(words_of(settings$totals), words_of(settings$sums))
  if (!length(ids)) return(character())
  banded <- vapply(ids, function(id) settings[[paste0("bands.", id)]] != "", NA)
  columns <- rbind(paste0("total_", ids), ifelse(banded, paste0("band_", ids), ""))
  columns[columns != ""]
}
